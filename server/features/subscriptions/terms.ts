import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import { knownAmount, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { nextExecutions } from "@countersign/shared/domain/recurrence.ts";
import type { SubscriptionTerms } from "@countersign/shared/domain/subscription.ts";
import { termOf } from "@countersign/shared/engine/fulfilment/approval-again/direction.ts";
import { recurringAmount } from "@countersign/shared/engine/fulfilment/proration/recurring.ts";

/** What the customer must cover (A95): for the whole term, or for one interval if there is no end. */
const termAmountOf = (recurrence: Recurrence, { gross }: Order["totals"]): Amount => {
  if (!gross.known) return unknownAmount;
  const all = recurringAmount(recurrence, gross.money);
  if (!all.ok) return unknownAmount;
  return knownAmount(all.value.term === "limited" ? all.value.total : gross.money);
};

/** What is approved with a recurring order: its items, its recurrence and the amount for the term. */
export const termsOf = (
  { lines, totals, costCentre }: Pick<Order, "lines" | "totals" | "costCentre">,
  recurrence: Recurrence,
): SubscriptionTerms => ({
  items: lines.map(({ id, product, quantity, unitPrice }) => ({ id, offer: product, quantity, unitPrice })),
  recurrence,
  termAmount: termAmountOf(recurrence, totals),
  ...(costCentre === undefined ? {} : { costCentre }),
});

/** The next execution after this instant, and when the term is over. */
export const scheduleAfter = (
  recurrence: Recurrence,
  after: Instant,
): { readonly nextAt?: Instant; readonly endsAt?: Instant } => {
  const [nextAt] = nextExecutions(recurrence, after, 1);
  const { endsAt } = termOf(recurrence);
  return { ...(nextAt === undefined ? {} : { nextAt }), ...(endsAt === undefined ? {} : { endsAt }) };
};
