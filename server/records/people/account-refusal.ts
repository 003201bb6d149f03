import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { AccountRefusalCode } from "@countersign/shared/engine/accounts/refusals.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";

/** 403: not this caller's to do. 409: not possible now, later perhaps. 422: not possible like this. */
const statuses: Record<AccountRefusalCode, 403 | 409 | 422> = {
  "not-an-account-manager": 403,
  "account-of-another-company": 403,
  "role-given-by-administrator": 403,
  "sub-account-made-by-manager": 403,
  "quote-of-another-account": 403,

  "authorizer-has-orders": 409,
  "authorizer-is-the-only-one": 409,
  "authorizer-has-orders-and-limits": 409,
  "quote-already-converted": 409,
  "quote-closed": 409,
  "quote-not-converted": 409,

  "account-deactivated": 422,
  "role-for-business-customers-only": 422,
  "account-keeps-its-company": 422,
  "ordering-off-in-shop": 422,
  "payment-not-on-account": 422,
  "may-not-order": 422,
  "prices-off-in-shop": 422,
  "may-not-see-prices": 422,
  "stock-off-in-shop": 422,
  "may-not-see-stock": 422,
  "may-not-authorize": 422,
  "authorizer-unknown": 422,
  "authorizer-is-the-buyer": 422,
  "limit-without-authorizer": 422,
  "authorization-not-shown": 422,
};

/** What the engine refuses of accounts, authorizers and quotes, as a problem. */
export const problemOfAccountRefusal = ({ code, args }: Refusal<AccountRefusalCode>): HttpProblem =>
  new HttpProblem(statuses[code], code, args);
