import type { StageRole } from "#shared/domain/approval-flow.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import {
  accounts,
  authorizer,
  buyer,
  euros,
  limited,
  limitOf,
  subAccount,
} from "#shared/engine/accounts/testing/company.ts";
import type { AccountChange, Company } from "#shared/engine/planning/authorizers/check-change.ts";
import { checkAuthorizers } from "#shared/engine/planning/authorizers/check-change.ts";
import { ada, bruno, clara, orderWith, rita, stage } from "#shared/testing/fixtures/approval.ts";

type Mode = Parameters<typeof stage>[2];

/** An order of Rita's that waits for these people in one stage. */
export const orderOf = (
  number: string,
  people: PersonReference[],
  mode: Mode = { mode: "any" },
  role: StageRole = "authorizer",
) => orderWith([stage("one", people, mode, role)], {}, { number });

/** Both limits of Rita have two authorizers, so that only orders can prevent losing one. */
export const spare = subAccount(
  rita,
  limited(limitOf(euros(100_00), ada, bruno), limitOf(euros(1_000_00), bruno, clara)),
);
export const spareAccounts = accounts.map((account) => (account.id === buyer.id ? spare : account));

/** The refusal of a change among the accounts with spare authorizers, if there is one. */
export const check = (change: AccountChange, orders: Order[] = [], more: Partial<Company> = {}) =>
  checkAuthorizers(change, { accounts: spareAccounts, orders, policy: defaultAuthorizationPolicy, ...more });

export const removed = (person: PersonReference): AccountChange => ({ before: authorizer(person), after: undefined });
export const deactivated = (person: PersonReference): AccountChange => ({
  before: authorizer(person),
  after: authorizer(person, { isActivated: false }),
});
export const denied = (person: PersonReference): AccountChange => ({
  before: authorizer(person),
  after: subAccount(person),
});
