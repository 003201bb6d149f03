import type { PersonId } from "#shared/domain/ids.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { ShopAccount, ShopSettings, SubAccount } from "#shared/domain/shop-account.ts";
import { limitsOf } from "#shared/engine/planning/authorizers/limits-of.ts";
import { cannotAuthorizeFor } from "#shared/engine/planning/authorizers/may-authorize.ts";

import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import { withheldBy } from "#shared/engine/accounts/rights.ts";

const dependentFlags = ["mayOrder", "maySeePrices", "maySeeStock"] as const;

/** Everybody whom the limits of this account name, each once. */
const authorizersOf = (account: ShopAccount | undefined): ReadonlySet<PersonId> =>
  new Set(limitsOf(account).flatMap(({ authorizers }) => authorizers));

/** The flag that was switched on although the shop withholds it. One that was on before stays stored, without effect. */
const enabledInVain = (
  before: ShopAccount | undefined,
  after: SubAccount,
  settings: ShopSettings,
): Refusal<AccountRefusalCode> | undefined => {
  const withheld = withheldBy(settings);
  const wasOn = (flag: (typeof dependentFlags)[number]) => before?.kind === "sub-account" && before[flag];
  const flag = dependentFlags.find((each) => after[each] && !wasOn(each) && withheld[each] !== undefined);
  return flag && withheld[flag];
};

/** Why somebody who is newly named cannot authorize for this account. */
const wrongAuthorizer = (
  before: ShopAccount | undefined,
  after: SubAccount,
  accounts: readonly ShopAccount[],
): Refusal<AccountRefusalCode> | undefined => {
  const known = authorizersOf(before);
  for (const id of authorizersOf(after)) {
    if (known.has(id)) continue;
    const authorizer = id === after.id ? after : accounts.find((account) => account.id === id);
    const objection =
      authorizer === undefined
        ? refusal("authorizer-unknown", { authorizer: id })
        : cannotAuthorizeFor(authorizer, after);
    if (objection !== undefined) return objection;
  }
  return undefined;
};

/**
 * Why a sub-account cannot be saved like this, or `undefined` when it can: a flag is switched on that the shop
 * withholds (S20, S24, S26), or a limit names somebody who may not authorize its orders (S27-S29).
 * `before` is missing when the account is new.
 */
export const checkSubAccount = (
  before: ShopAccount | undefined,
  after: SubAccount,
  { accounts, settings }: { readonly accounts: readonly ShopAccount[]; readonly settings: ShopSettings },
): Refusal<AccountRefusalCode> | undefined =>
  enabledInVain(before, after, settings) ?? wrongAuthorizer(before, after, accounts);
