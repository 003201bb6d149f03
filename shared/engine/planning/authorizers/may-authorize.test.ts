import { expect, it } from "vitest";

import { authorizer, buyer, otherCompany } from "#shared/engine/accounts/testing/company.ts";
import { ada, rita } from "#shared/testing/fixtures/approval.ts";

import { cannotAuthorizeFor } from "./may-authorize.ts";

it("S27 S29 nobody authorizes their own orders, nor those of another ERP customer", () => {
  expect(cannotAuthorizeFor(authorizer(ada), buyer)).toBeUndefined();
  expect(cannotAuthorizeFor(authorizer(rita), buyer)).toEqual({
    code: "authorizer-is-the-buyer",
    args: { account: "Rita" },
  });
  expect(cannotAuthorizeFor(authorizer(ada, { accountId: otherCompany }), buyer)).toEqual({
    code: "account-of-another-company",
    args: { account: "Ada" },
  });
});
