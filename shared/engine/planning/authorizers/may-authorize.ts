import type { OrganisationId, PersonId } from "#shared/domain/ids.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import { cannotAuthorize } from "#shared/engine/accounts/rights.ts";

/** The buyer whose orders are authorized, and their ERP customer. */
export interface Buyer {
  readonly id: PersonId;
  readonly accountId: OrganisationId;
}

/**
 * Why `account` may not authorize this buyer's orders, or `undefined` when it may: it is the buyer's own account,
 * which no policy allows (S29), it belongs to another ERP customer (S27), it is deactivated, or it lacks the right.
 */
export const cannotAuthorizeFor = (account: ShopAccount, buyer: Buyer): Refusal<AccountRefusalCode> | undefined => {
  if (account.id === buyer.id) return refusal("authorizer-is-the-buyer", { account: account.name });
  if (account.accountId !== buyer.accountId) return refusal("account-of-another-company", { account: account.name });
  return cannotAuthorize(account);
};
