import type { OrganisationId } from "#shared/domain/ids.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";

import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import { cannotManageSubAccounts } from "#shared/engine/accounts/rights.ts";

/** Who changes accounts: the administrator in Admin, or somebody with an account of their own in the web store. */
export type AccountActor =
  | { readonly kind: "store-administrator" }
  | { readonly kind: "shop-account"; readonly account: ShopAccount };

/**
 * Why this actor may not have an account of this role in this company, or `undefined` when they may. The administrator
 * gives the roles (S11); an account manager manages the sub-accounts of their own Account ID, and only those (S12, S13).
 */
export const cannotManage = (
  actor: AccountActor,
  { kind, accountId }: { readonly kind: ShopAccount["kind"]; readonly accountId: OrganisationId },
): Refusal<AccountRefusalCode> | undefined => {
  if (actor.kind === "store-administrator") return undefined;
  const { account } = actor;
  const objection = cannotManageSubAccounts(account);
  if (objection !== undefined) return objection;
  if (kind !== "sub-account") return refusal("role-given-by-administrator", { role: kind.replaceAll("-", " ") });
  return account.accountId === accountId ? undefined : refusal("account-of-another-company", { account: account.name });
};
