import type { Money } from "#shared/domain/money.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { assertNever, fail, ok } from "#shared/domain/result.ts";
import type { CalendarDate, SubscriptionTerm, TermChange } from "#shared/domain/term.ts";

import type { ChangePoint } from "./phases.ts";
import { changedAt, changePoint, lastPhase, movedAt } from "./phases.ts";
import type { Prorated } from "./prorate.ts";
import { unitsOf } from "./prorate.ts";
import { add, subtract, toDecimal } from "./rational.ts";
import type { TermAmount } from "./term-amount.ts";
import { plus, termAmount } from "./term-amount.ts";

type Subscriptions = readonly [SubscriptionTerm, ...SubscriptionTerm[]];

/** The subscriptions that a change concerns, without it and with it. */
interface Comparison {
  readonly before: Subscriptions;
  readonly after: Subscriptions;
}

const coterm = (subscription: SubscriptionTerm, until: CalendarDate): Prorated<Comparison> => {
  const { from, until: end } = subscription.term;
  if (until <= lastPhase(subscription).from)
    return fail(refusal("change-outside-term", { date: until, from, until: end }));
  return ok({ before: [subscription], after: [{ ...subscription, term: { from, until } }] });
};

const quantityLeft = (present: string, moved: string): Prorated<string> => {
  const minuend = unitsOf(present);
  if (!minuend.ok) return minuend;
  const subtrahend = unitsOf(moved);
  if (!subtrahend.ok) return subtrahend;
  const difference = subtract(minuend.value, subtrahend.value);
  return difference.numerator < 0n
    ? fail(refusal("upgrade-exceeds-quantity", { moved, present }))
    : ok(toDecimal(difference));
};

const quantityWith = (present: string, added: string): Prorated<string> => {
  const left = unitsOf(present);
  if (!left.ok) return left;
  const right = unitsOf(added);
  return right.ok ? ok(toDecimal(add(left.value, right.value))) : right;
};

const partialUpgrade = (point: ChangePoint, quantity: string, unitPrice: Money): Prorated<Comparison> => {
  const left = quantityLeft(point.phase.quantity, quantity);
  if (!left.ok) return left;
  return ok({
    before: [point.subscription],
    after: [changedAt(point, { quantity: left.value }), movedAt(point, { unitPrice, quantity })],
  });
};

const upgradeToDestination = (
  source: ChangePoint,
  quantity: string,
  destination: SubscriptionTerm,
): Prorated<Comparison> => {
  const left = quantityLeft(source.phase.quantity, quantity);
  if (!left.ok) return left;
  const target = changePoint(destination, { at: "date", date: source.date });
  if (!target.ok) return target;
  const grown = quantityWith(target.value.phase.quantity, quantity);
  if (!grown.ok) return grown;
  return ok({
    before: [source.subscription, destination],
    after: [changedAt(source, { quantity: left.value }), changedAt(target.value, { quantity: grown.value })],
  });
};

const compare = (subscription: SubscriptionTerm, change: TermChange): Prorated<Comparison> => {
  if (change.kind === "coterm") return coterm(subscription, change.until);
  const moment = change.kind === "upgrade-to-destination" ? { at: "date" as const, date: change.date } : change.moment;
  const point = changePoint(subscription, moment);
  if (!point.ok) return point;
  const unchanged: Subscriptions = [point.value.subscription];
  switch (change.kind) {
    case "quantity":
      return ok({ before: unchanged, after: [changedAt(point.value, { quantity: change.quantity })] });
    case "full-upgrade":
      return ok({ before: unchanged, after: [changedAt(point.value, { unitPrice: change.unitPrice })] });
    case "partial-upgrade":
      return partialUpgrade(point.value, change.quantity, change.unitPrice);
    case "upgrade-to-destination":
      return upgradeToDestination(point.value, change.quantity, change.destination);
    default:
      return assertNever(change);
  }
};

const together = ([first, ...others]: Subscriptions): Prorated<TermAmount> => {
  let all = termAmount(first);
  for (const other of others) {
    const next = termAmount(other);
    if (!all.ok) return all;
    if (!next.ok) return next;
    const total = plus(all.value.total, next.value.total);
    if (!total.ok) return total;
    all = ok({ total: total.value, lines: [...all.value.lines, ...next.value.lines] });
  }
  return all;
};

/** The term amount without the change and with it, and the difference to be paid or credited. */
export interface TermAmountChange {
  readonly before: TermAmount;
  readonly after: TermAmount;
  /** `after` − `before`: positive is due from the customer, negative is a credit. */
  readonly adjustment: Money;
}

/**
 * What a change does to the term amount (A95). Days before the change cost the same; from then on, the new quantity and
 * price apply. A change at renewal is compared with the next term without the change.
 * Units that are upgraded keep the term and the billing periods; into a destination, they take the destination's.
 */
export const changeTermAmount = (subscription: SubscriptionTerm, change: TermChange): Prorated<TermAmountChange> => {
  const compared = compare(subscription, change);
  if (!compared.ok) return compared;
  const before = together(compared.value.before);
  if (!before.ok) return before;
  const after = together(compared.value.after);
  if (!after.ok) return after;
  const { amountMinor, currency } = before.value.total;
  const adjustment = plus(after.value.total, { amountMinor: -amountMinor, currency });
  return adjustment.ok ? ok({ before: before.value, after: after.value, adjustment: adjustment.value }) : adjustment;
};
