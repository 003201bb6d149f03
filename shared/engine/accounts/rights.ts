import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { ShopAccount, ShopSettings } from "#shared/domain/shop-account.ts";

import type { AccountRefusalCode } from "./refusals.ts";

/** What an account may do in the web store. */
export type AccountRight = "order" | "see-prices" | "see-stock" | "authorize" | "place-quotes" | "manage-sub-accounts";

type Objection = Refusal<AccountRefusalCode> | undefined;

/** For each right, whether the account has it, or why not. */
export type EffectiveRights = { readonly [Name in AccountRight]: Result<Name, Refusal<AccountRefusalCode>> };

/** The flags of a sub-account that depend on a setting of the shop. */
export type DependentFlag = "mayOrder" | "maySeePrices" | "maySeeStock";

/** Why the account can do nothing at all (S18). */
const deactivated = ({ isActivated, name }: ShopAccount): Objection =>
  isActivated ? undefined : refusal("account-deactivated", { account: name });

/** Why no business customer can order, whatever their role (S21). */
const orderingOff = ({ mayViewAndOrder }: ShopSettings): Objection =>
  mayViewAndOrder ? undefined : refusal("ordering-off-in-shop");

const pricesOff = ({ showsPrices }: ShopSettings): Objection =>
  showsPrices ? undefined : refusal("prices-off-in-shop");

const stockOff = ({ showsStock }: ShopSettings): Objection => (showsStock ? undefined : refusal("stock-off-in-shop"));

/** Why sub-accounts cannot order: they pay on account only (S20, S22, S37). */
const notOnAccount = ({ onlineOrderPayments }: ShopSettings): Objection =>
  onlineOrderPayments === "full-amount-on-account"
    ? undefined
    : refusal("payment-not-on-account", { payment: onlineOrderPayments.replaceAll("-", " ") });

/** Why the shop withholds a flag from every sub-account; such a flag cannot be enabled (S20-S26). */
export const withheldBy = (settings: ShopSettings): Readonly<Record<DependentFlag, Objection>> => ({
  mayOrder: orderingOff(settings) ?? notOnAccount(settings),
  maySeePrices: pricesOff(settings),
  maySeeStock: stockOff(settings),
});

type FlagRefusalCode = "may-not-order" | "may-not-see-prices" | "may-not-see-stock" | "may-not-authorize";

/** Why a sub-account's own flag says no; other roles have no such flags (S04, S06). */
const flagOff = (account: ShopAccount, flag: DependentFlag | "mayAuthorize", code: FlagRefusalCode): Objection =>
  account.kind !== "sub-account" || account[flag] ? undefined : refusal(code, { account: account.name });

const orderRefused = (account: ShopAccount, settings: ShopSettings): Objection => {
  const withheld = account.kind === "sub-account" ? withheldBy(settings).mayOrder : orderingOff(settings);
  return withheld ?? flagOff(account, "mayOrder", "may-not-order");
};

/** The account manager always may; a sub-account when its flag says so; a regular account has nobody to authorize (S27). */
const authorizeRefused = (account: ShopAccount): Objection =>
  account.kind === "regular"
    ? refusal("may-not-authorize", { account: account.name })
    : flagOff(account, "mayAuthorize", "may-not-authorize");

/** Why this account may not authorize anybody's order: deactivated, or without the right. */
export const cannotAuthorize = (account: ShopAccount): Objection => deactivated(account) ?? authorizeRefused(account);

const manageRefused = ({ kind, name }: ShopAccount): Objection =>
  kind === "account-manager" ? undefined : refusal("not-an-account-manager", { account: name });

/** Why this account may not manage any sub-accounts: deactivated, or not an account manager (S12). */
export const cannotManageSubAccounts = (account: ShopAccount): Objection =>
  deactivated(account) ?? manageRefused(account);

/**
 * What the account may do under the shop's settings (S04-S07, S18-S27, S35, S37, S54). Each "no" carries the first
 * reason that applies: the account is deactivated, then the shop withholds the right, then the account's own flag.
 * Quotes need no right to order, because a quote commits to nothing; converting one to an order does.
 */
export const effectiveRights = (account: ShopAccount, settings: ShopSettings): EffectiveRights => {
  const answer = <Name extends AccountRight>(right: Name, objection: Objection) => {
    const first = deactivated(account) ?? objection;
    return first === undefined ? ok(right) : fail(first);
  };
  return {
    order: answer("order", orderRefused(account, settings)),
    "see-prices": answer("see-prices", pricesOff(settings) ?? flagOff(account, "maySeePrices", "may-not-see-prices")),
    "see-stock": answer("see-stock", stockOff(settings) ?? flagOff(account, "maySeeStock", "may-not-see-stock")),
    authorize: answer("authorize", authorizeRefused(account)),
    "place-quotes": answer("place-quotes", undefined),
    "manage-sub-accounts": answer("manage-sub-accounts", manageRefused(account)),
  };
};
