import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { ShopAccount, ShopSettings } from "#shared/domain/shop-account.ts";
import type { Company, AccountChange } from "#shared/engine/planning/authorizers/check-change.ts";
import { checkAuthorizers } from "#shared/engine/planning/authorizers/check-change.ts";

import { checkSubAccount } from "./check-sub-account.ts";
import type { AccountActor } from "./manage.ts";
import { cannotManage } from "./manage.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";

type Objection = Refusal<AccountRefusalCode> | undefined;

/** Only the administrator gives an account another role, and nobody turns another account into a sub-account (S11, S12). */
const wrongRole = (actor: AccountActor, before: ShopAccount, after: ShopAccount): Objection => {
  if (before.kind === after.kind) return undefined;
  if (after.kind === "sub-account") return refusal("sub-account-made-by-manager");
  return cannotManage(actor, after);
};

const objectionTo = (
  actor: AccountActor,
  { before, after }: AccountChange,
  company: Company,
  settings: ShopSettings,
): Objection => {
  const objection = cannotManage(actor, before);
  if (objection !== undefined || after === undefined) return objection;
  if (after.accountId !== before.accountId || after.id !== before.id)
    return refusal("account-keeps-its-company", { account: before.name });
  const role = wrongRole(actor, before, after);
  if (role !== undefined || after.kind !== "sub-account") return role;
  return checkSubAccount(before, after, { accounts: company.accounts, settings });
};

/**
 * Saves or removes an account, or says why not. It is the only way to do so, in Admin and in the web store (S60). It
 * checks who may (S11, S12), that the account stays with its ERP customer (S13, S34), the flags and limits of a
 * sub-account, and that no authorizer is lost who is still needed (S56-S59).
 */
export const changeAccount = (
  actor: AccountActor,
  change: AccountChange,
  company: Company,
  settings: ShopSettings,
): Result<AccountChange, Refusal<AccountRefusalCode>> => {
  const objection = objectionTo(actor, change, company, settings) ?? checkAuthorizers(change, company);
  return objection === undefined ? ok(change) : fail(objection);
};
