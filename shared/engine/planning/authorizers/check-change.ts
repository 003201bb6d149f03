import { toDecimalString } from "#shared/domain/money.ts";
import type { Refusal, RefusalArguments } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { AuthorizationPolicy, ShopAccount } from "#shared/domain/shop-account.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";

import type { BlockingLimit, Blockers } from "./blockers.ts";
import { blockersOf } from "./blockers.ts";
import type { UndecidedOrder } from "./undecided-stages.ts";

/** An account before and after the change; without `after` it is removed. */
export interface AccountChange {
  readonly before: ShopAccount;
  readonly after: ShopAccount | undefined;
}

/** What a change of accounts is checked against. */
export interface Company {
  readonly accounts: readonly ShopAccount[];
  /** The orders of the company; those that are decided do not matter. */
  readonly orders: readonly UndecidedOrder[];
  readonly policy: AuthorizationPolicy;
}

/** Why an authorizer cannot be lost, with everything that prevents it; `args` names the first few. */
export interface AuthorizerRefusal extends Refusal<AccountRefusalCode> {
  readonly blockers: Pick<Blockers, "orders" | "limits">;
}

const namedAtMost = 10;

const listed = (names: readonly string[]): string =>
  [...names.slice(0, namedAtMost), ...(names.length > namedAtMost ? ["…"] : [])].join(", ");

const nameOfLimit = ({ subAccount, limit }: BlockingLimit): string =>
  `${subAccount.name} ${toDecimalString(limit)} ${limit.currency}`;

/** What happens to the authorizer, and whose orders they would no longer authorize. */
const whatHappens = ({ before, after }: AccountChange, isOneself: boolean): RefusalArguments => {
  if (!isOneself) return { change: "unlinked", buyer: before.name };
  if (after === undefined) return { change: "removed" };
  return { change: after.isActivated ? "right-denied" : "deactivated" };
};

const sentenceFor = ({ orders, limits }: Blockers, args: RefusalArguments): Refusal<AccountRefusalCode> => {
  const waiting = { count: orders.length, orders: listed(orders) };
  const only = { limits: listed(limits.map(nameOfLimit)) };
  if (limits.length === 0) return refusal("authorizer-has-orders", { ...args, ...waiting });
  if (orders.length === 0) return refusal("authorizer-is-the-only-one", { ...args, ...only });
  return refusal("authorizer-has-orders-and-limits", { ...args, ...waiting, ...only });
};

/**
 * Why an account cannot be removed (S56), denied the right to authorize (S57), deactivated (S58), or its authorizers
 * unlinked (S59), with the orders and limits that still need an authorizer; `undefined` when nothing prevents
 * it. Admin and web store ask this one function (S60).
 */
export const checkAuthorizers = (
  change: AccountChange,
  { accounts, orders, policy }: Company,
): AuthorizerRefusal | undefined => {
  const { before, after } = change;
  const replaced = accounts.flatMap((account) => (account.id === before.id ? (after ?? []) : account));
  const blockers = blockersOf({ before: accounts, after: replaced }, orders, policy.authorizerStays);
  if (blockers.lost.size === 0) return undefined;
  const names = accounts.filter(({ id }) => blockers.lost.has(id)).map(({ name }) => name);
  const args = { authorizer: listed(names), ...whatHappens(change, blockers.lost.has(before.id)) };
  return { ...sentenceFor(blockers, args), blockers: { orders: blockers.orders, limits: blockers.limits } };
};
