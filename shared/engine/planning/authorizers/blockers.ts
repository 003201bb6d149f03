import type { PersonId } from "#shared/domain/ids.ts";
import type { Money } from "#shared/domain/money.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { AuthorizationPolicy, ShopAccount, SubAccount } from "#shared/domain/shop-account.ts";

import { limitsOf } from "./limits-of.ts";
import { cannotAuthorizeFor } from "./may-authorize.ts";
import type { UndecidedStage, UndecidedOrder } from "./undecided-stages.ts";
import { undecidedStages } from "./undecided-stages.ts";

/** A limit of a sub-account that nobody would be left to authorize. */
export interface BlockingLimit {
  readonly subAccount: PersonReference;
  readonly limit: Money;
}

/** What prevents a change, and the people whom the change would remove. */
export interface Blockers {
  /** Numbers of the orders that wait for them. */
  readonly orders: readonly string[];
  readonly limits: readonly BlockingLimit[];
  readonly lost: ReadonlySet<PersonId>;
}

/** The accounts of one ERP customer before and after a change. */
export interface Accounts {
  readonly before: readonly ShopAccount[];
  readonly after: readonly ShopAccount[];
}

const accountOf = (accounts: readonly ShopAccount[], id: PersonId): ShopAccount | undefined =>
  accounts.find((account) => account.id === id);

/** A buyer whose account is gone has no limits to be unlinked from; their orders still wait. */
const isLinked = (accounts: readonly ShopAccount[], id: PersonId, buyer: ShopAccount | undefined): boolean =>
  buyer === undefined ||
  accountOf(accounts, buyer.id) === undefined ||
  limitsOf(accountOf(accounts, buyer.id)).some(({ authorizers }) => authorizers.includes(id));

const canDecide = (
  accounts: readonly ShopAccount[],
  id: PersonId,
  { order, role }: UndecidedStage,
  buyer: ShopAccount | undefined,
): boolean => {
  const account = accountOf(accounts, id);
  const asks = { id: order.requester.personId, accountId: order.customer.organisationId };
  if (account === undefined || cannotAuthorizeFor(account, asks) !== undefined) return false;
  return role === "account-manager" || isLinked(accounts, id, buyer);
};

/** Who could decide the stage before the change and cannot after it, if the stage then lacks them. */
const lostOfStage = (
  stage: UndecidedStage,
  { before, after }: Accounts,
  stays: AuthorizationPolicy["authorizerStays"],
): PersonId[] => {
  const buyer = accountOf(before, stage.order.requester.personId);
  const could = stage.candidates.filter((id) => canDecide(before, id, stage, buyer));
  const lost = could.filter((id) => !canDecide(after, id, stage, buyer));
  return stays === "while-orders-wait" || could.length - lost.length < stage.missing ? lost : [];
};

const ableOf = (authorizers: readonly PersonId[], subAccount: SubAccount, accounts: readonly ShopAccount[]) =>
  authorizers.filter((id) => {
    const account = accountOf(accounts, id);
    return account !== undefined && cannotAuthorizeFor(account, subAccount) === undefined;
  });

const isSame = (left: Money, right: Money): boolean =>
  left.amountMinor === right.amountMinor && left.currency === right.currency;

/** The limits of a sub-account that had authorizers before the change and have none after it, with those they lose. */
const orphansOf = (subAccount: SubAccount, { before, after }: Accounts) => {
  const earlier = limitsOf(accountOf(before, subAccount.id));
  return limitsOf(subAccount).flatMap(({ limit, authorizers }) => {
    if (ableOf(authorizers, subAccount, after).length > 0) return [];
    const known = earlier.find((each) => isSame(each.limit, limit))?.authorizers ?? [];
    const lost = ableOf(known, subAccount, before);
    return lost.length > 0 ? [{ limit, lost }] : [];
  });
};

/**
 * What a change of accounts would leave undecidable (S56-S59): orders that wait for a person whom it removes, and
 * limits of which that person is the only authorizer, even where an account manager would be asked instead.
 */
export const blockersOf = (
  accounts: Accounts,
  orders: readonly UndecidedOrder[],
  stays: AuthorizationPolicy["authorizerStays"],
): Blockers => {
  const lost = new Set<PersonId>();
  const numbers = new Set<string>();
  for (const stage of orders.flatMap(undecidedStages)) {
    for (const id of lostOfStage(stage, accounts, stays)) {
      lost.add(id);
      numbers.add(stage.order.number);
    }
  }
  const limits: BlockingLimit[] = [];
  for (const account of accounts.after) {
    if (account.kind !== "sub-account") continue;
    for (const orphan of orphansOf(account, accounts)) {
      limits.push({ subAccount: { personId: account.id, name: account.name }, limit: orphan.limit });
      for (const id of orphan.lost) lost.add(id);
    }
  }
  return { orders: [...numbers], limits, lost };
};
