import type { Budget, BudgetSettings } from "@countersign/shared/domain/budget.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";
import { knownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";
import type { CountedOrder } from "@countersign/shared/engine/planning/budget/counted-order.ts";
import { belongsTo, priceOf, weightOf } from "@countersign/shared/engine/planning/budget/counted-order.ts";
import type { BudgetWindow } from "@countersign/shared/engine/planning/budget/window.ts";
import { windowAt } from "@countersign/shared/engine/planning/budget/window.ts";
import type { OrderFacts } from "@countersign/shared/engine/planning/plan-context.ts";

/** What one budget's owner has spent in the latest window: a sum, and what is added once it is approved. */
interface Account {
  readonly customerId: OrganisationId;
  readonly budget: Budget;
  readonly settings: BudgetSettings;
  window: BudgetWindow | undefined;
  spentMinor: number;
  upcoming: { readonly at: number; readonly amountMinor: number }[];
}

const accountsFor = ({ organisationId: customerId, rules }: ApprovalPolicy): Account[] =>
  rules.flatMap(({ condition }) =>
    condition.when === "budget-exceeded"
      ? [
          {
            customerId,
            budget: condition.budget,
            settings: condition.settings,
            window: undefined,
            spentMinor: 0,
            upcoming: [],
          },
        ]
      : [],
  );

/**
 * Keeps running sums for the budgets of these policies, so that generating an order costs the same however many came
 * before. Expects orders in the sequence in which they were placed.
 */
export class RunningBudgets {
  readonly #accounts: readonly Account[];

  constructor(policies: readonly ApprovalPolicy[]) {
    this.#accounts = policies.flatMap(accountsFor);
  }

  /** What the budgets count when `order` is placed: for each budget, one order that represents all spent before. */
  pastOrders(order: OrderFacts): CountedOrder[] {
    return this.#accountsOf(order).flatMap((account) => {
      const window = turnTo(account, order);
      if (window === undefined) return [];
      settle(account, millisOf(order.placedAt));
      const sum = (amountMinor: number) => knownAmount({ amountMinor, currency: account.budget.amount.currency });
      const { requester, costCentre } = order;
      return [
        {
          id: orderIdSchema.parse(`spent-${this.#accounts.indexOf(account)}`),
          revision: 1,
          placedAt: window.startsAt,
          status: "approved",
          requester,
          ...(costCentre === undefined ? {} : { costCentre }),
          totals: { net: sum(account.spentMinor), shipping: sum(0), tax: sum(0), gross: sum(account.spentMinor) },
        },
      ];
    });
  }

  /** Counts the order from `at` on if it was approved or needed no approval. */
  record(order: Order, at: number): void {
    if (weightOf(order) !== "spent") return;
    for (const account of this.#accountsOf(order)) {
      const price = priceOf(order, account.settings.priceType);
      if (!price.known) throw new Error(`The demo counts an order without a price: ${order.number}`);
      if (turnTo(account, order) !== undefined) account.upcoming.push({ at, amountMinor: price.money.amountMinor });
    }
  }

  #accountsOf(order: OrderFacts): Account[] {
    return this.#accounts.filter(
      ({ customerId, budget }) =>
        customerId === order.customer.organisationId &&
        belongsTo(budget.owner, { ...order, revision: 0, status: "pending" }),
    );
  }
}

/** Resets the account if the order is the first of another window. */
const turnTo = (account: Account, { placedAt }: Pick<Order, "placedAt">): BudgetWindow | undefined => {
  const window = windowAt(account.budget, placedAt);
  if (window?.startsAt !== account.window?.startsAt) Object.assign(account, { window, spentMinor: 0, upcoming: [] });
  return window;
};

/** Adds everything approved by `now` to the sum. */
const settle = (account: Account, now: number): void => {
  for (const { at, amountMinor } of account.upcoming) if (at <= now) account.spentMinor += amountMinor;
  account.upcoming = account.upcoming.filter(({ at }) => at > now);
};
