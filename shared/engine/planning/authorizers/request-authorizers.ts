import type { StageCondition } from "#shared/domain/approval-flow.ts";
import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import type { Amount } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { AuthorizationPolicy, ShopAccount } from "#shared/domain/shop-account.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import type { StageRequest } from "#shared/engine/planning/stage-request.ts";

import type { ExceededLimit } from "./exceeded-limits.ts";
import { exceededLimits } from "./exceeded-limits.ts";
import { limitsOf } from "./limits-of.ts";
import { cannotAuthorizeFor } from "./may-authorize.ts";

/** What decides whether a buyer's order needs authorizers. */
export interface AuthorizationFacts {
  readonly buyer: ShopAccount;
  /** The order's gross total: what limits are compared with. */
  readonly amount: Amount;
  /** The accounts of the shop; those of other ERP customers are never asked. */
  readonly accounts: readonly ShopAccount[];
  /** From the order's currency into those of the limits, as of submission. */
  readonly rates: readonly ExchangeRate[];
  readonly policy: AuthorizationPolicy;
}

const reasonOf = ({ limit, amount }: ExceededLimit): StageCondition =>
  amount === undefined ? { when: "amount-unknown" } : { when: "authorizer-limit-exceeded", limit, amount };

/** Those of the limit who may authorize this buyer now; if there is none, the account managers (S29, S36). */
const whoIsAsked = (
  { authorizers }: ExceededLimit,
  { buyer, accounts }: AuthorizationFacts,
): Pick<StageRequest, "role" | "candidates"> => {
  const able = accounts.filter((account) => cannotAuthorizeFor(account, buyer) === undefined);
  const reference = ({ id, name }: ShopAccount) => ({ personId: id, name });
  const named = able.filter(({ id }) => authorizers.includes(id)).map(reference);
  if (named.length > 0) return { role: "authorizer", candidates: named };
  const managers = able.filter(({ kind }) => kind === "account-manager").map(reference);
  return { role: "account-manager", candidates: managers };
};

/**
 * The stages that the limits of a sub-account ask for: one per limit that the order is over, ascending (S08, S09,
 * S30), in which any authorizer of the limit decides (S31). None for another role or an unlimited budget (S35).
 *
 * Refuses with `limit-without-authorizer` if nobody but the buyer could decide, so that no order is ever stuck.
 */
export const requestAuthorizers = (facts: AuthorizationFacts): Result<StageRequest[], Refusal<AccountRefusalCode>> => {
  const { buyer, amount, rates, policy } = facts;
  const requests: StageRequest[] = [];
  for (const exceeded of exceededLimits(limitsOf(buyer), amount, rates, policy)) {
    const asked = whoIsAsked(exceeded, facts);
    if (asked.candidates.length === 0)
      return fail(refusal("limit-without-authorizer", { account: buyer.name, limit: exceeded.limit }));
    requests.push({ ...asked, requirement: { mode: "any" }, condition: reasonOf(exceeded) });
  }
  return ok(requests);
};
