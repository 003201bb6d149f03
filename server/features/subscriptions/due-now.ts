import { Temporal } from "temporal-polyfill";

import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Amount, Money } from "@countersign/shared/domain/money.ts";
import { addMoney, knownAmount, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { lastExecution, nextExecutions } from "@countersign/shared/domain/recurrence.ts";
import type { SubscriptionItem, SubscriptionTerms } from "@countersign/shared/domain/subscription.ts";
import type { CalendarDate, DateSpan, Phase } from "@countersign/shared/domain/term.ts";
import { calendarDateSchema } from "@countersign/shared/domain/term.ts";
import { termAmount } from "@countersign/shared/engine/fulfilment/proration/term-amount.ts";

const dayOf = (instant: Instant, timeZone: string): CalendarDate =>
  calendarDateSchema.parse(Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString());

/** The period that the last execution paid for; `undefined` before the first. */
const runningPeriod = ({ interval, startsAt, timeZone }: Recurrence, at: Instant): DateSpan | undefined => {
  const endless = { interval, startsAt, timeZone };
  const from = lastExecution(endless, at);
  const [until] = nextExecutions(endless, at, 1);
  return from && until && { from: dayOf(from, timeZone), until: dayOf(until, timeZone) };
};

const isSameSchedule = (one: Recurrence, other: Recurrence): boolean =>
  one.interval === other.interval && one.startsAt === other.startsAt && one.timeZone === other.timeZone;

/** The cost of the item from a day on; `undefined` if it is unknown until the item was used. */
const phaseOf = (item: SubscriptionItem | undefined, from: CalendarDate, currency: string): Phase | undefined => {
  if (item === undefined) return { from, unitPrice: { amountMinor: 0, currency }, quantity: "0" };
  const { unitPrice, quantity } = item;
  return unitPrice.known && quantity.kind === "units"
    ? { from, unitPrice: unitPrice.money, quantity: quantity.value }
    : undefined;
};

const costOf = (period: DateSpan, phases: readonly [Phase, ...Phase[]]): Money | undefined => {
  const days = Temporal.PlainDate.from(period.from).until(period.until).days;
  const amount = termAmount({ term: period, billingPeriod: `P${days}D`, phases: [...phases] });
  return amount.ok ? amount.value.total : undefined;
};

const currencyOf = ({ items }: SubscriptionTerms): string | undefined =>
  items.flatMap(({ unitPrice }) => (unitPrice.known ? [unitPrice.money.currency] : []))[0];

/** The difference in one item's cost from the day of the change on. */
const differenceOf = (period: DateSpan, day: CalendarDate, before: Phase, after: Phase): Money | undefined => {
  const whole = costOf(period, [before]);
  const changed = day === period.from ? costOf(period, [after]) : costOf(period, [before, after]);
  if (whole === undefined || changed === undefined) return undefined;
  const difference = addMoney(changed, { ...whole, amountMinor: -whole.amountMinor });
  return difference.ok ? difference.value : undefined;
};

/**
 * What is due or credited for the rest of the running period if `to` replaces `from` (A95), by days, before tax. Later
 * periods cost what the new version says. Unknown if a price is unknown, or if the executions move to other dates.
 */
export const dueNow = (from: SubscriptionTerms, to: SubscriptionTerms, at: Instant): Amount => {
  const currency = currencyOf(to);
  if (currency === undefined || !isSameSchedule(from.recurrence, to.recurrence)) return unknownAmount;
  const period = runningPeriod(from.recurrence, at);
  const day = dayOf(at, from.recurrence.timeZone);
  let due: Money = { amountMinor: 0, currency };
  if (period === undefined || day >= period.until) return knownAmount(due);
  for (const id of new Set([...from.items, ...to.items].map((item) => item.id))) {
    const [before, after] = [from, to].map(({ items }) => items.find((item) => item.id === id));
    const was = phaseOf(before, period.from, currency);
    const becomes = phaseOf(after, day, currency);
    const difference = was && becomes && differenceOf(period, day, was, becomes);
    const sum = difference && addMoney(due, difference);
    if (sum?.ok !== true) return unknownAmount;
    due = sum.value;
  }
  return knownAmount(due);
};
