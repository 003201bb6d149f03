import type { OrganisationId, PersonId } from "#shared/domain/ids.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { LoginKind, ShopAccount, ShopSettings } from "#shared/domain/shop-account.ts";

import { checkSubAccount } from "./check-sub-account.ts";
import type { AccountActor } from "./manage.ts";
import { cannotManage } from "./manage.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";

/** Requests the e-mail with the link that sets the password (S32, S33). It contains no secret: the sender makes the link. */
export interface SubAccountCreated {
  readonly type: "sub-account-created";
  readonly personId: PersonId;
  readonly accountId: OrganisationId;
  readonly name: string;
  /** Where the e-mail goes. */
  readonly email: string;
}

export interface AccountCreation {
  readonly account: ShopAccount;
  readonly events: readonly SubAccountCreated[];
}

const eventsOf = ({ kind, id, accountId, name, email }: ShopAccount): SubAccountCreated[] =>
  kind === "sub-account" ? [{ type: "sub-account-created", personId: id, accountId, name, email }] : [];

const objectionTo = (
  actor: AccountActor,
  loginKind: LoginKind,
  account: ShopAccount,
  company: { readonly accounts: readonly ShopAccount[]; readonly settings: ShopSettings },
): Refusal<AccountRefusalCode> | undefined => {
  if (loginKind !== "business-customer")
    return refusal("role-for-business-customers-only", { login: loginKind.replaceAll("-", " ") });
  if (account.kind === "sub-account" && actor.kind === "store-administrator")
    return refusal("sub-account-made-by-manager");
  const objection = cannotManage(actor, account);
  if (objection !== undefined || account.kind !== "sub-account") return objection;
  return checkSubAccount(undefined, account, company);
};

/**
 * Gives a login an account with a role, or says why not: the administrator creates regular accounts and account
 * managers (S11), an account manager creates the sub-accounts of their own ERP customer (S12, S13, S34), and only a
 * business customer can have a role (S10). A new sub-account is notified by e-mail, activated or not (S32).
 */
export const createAccount = (
  actor: AccountActor,
  { loginKind, account }: { readonly loginKind: LoginKind; readonly account: ShopAccount },
  company: { readonly accounts: readonly ShopAccount[]; readonly settings: ShopSettings },
): Result<AccountCreation, Refusal<AccountRefusalCode>> => {
  const objection = objectionTo(actor, loginKind, account, company);
  return objection === undefined ? ok({ account, events: eventsOf(account) }) : fail(objection);
};
