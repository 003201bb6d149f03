import { Temporal } from "temporal-polyfill";

import type { Money } from "#shared/domain/money.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { CalendarDate, ChangeMoment, Phase, SubscriptionTerm } from "#shared/domain/term.ts";

import type { Prorated } from "./prorate.ts";

/** The phase that is in force at the end of the term: a change builds on it. */
export const lastPhase = ({ phases: [first, ...later] }: SubscriptionTerm): Phase => later.at(-1) ?? first;

const plusDuration = (date: CalendarDate, duration: string, times = 1): CalendarDate => {
  const { years, months, weeks, days } = Temporal.Duration.from(duration);
  const whole = { years: years * times, months: months * times, weeks: weeks * times, days: days * times };
  return Temporal.PlainDate.from(date).add(whole, { overflow: "constrain" }).toString() as CalendarDate;
};

/**
 * The next term without a change. A regular term keeps its anchor day (31 January, 28 February, 31 March); one that was
 * shortened or extended gets a new one on the day of renewal.
 */
const renewed = (subscription: SubscriptionTerm, last: Phase, termLength: string): SubscriptionTerm => {
  const { term, billingPeriod, anchor } = subscription;
  const from = term.until;
  const isRegular = plusDuration(term.from, termLength) === from;
  const until = isRegular ? plusDuration(term.from, termLength, 2) : plusDuration(from, termLength);
  const keptAnchor = anchor ?? (isRegular ? term.from : from);
  return { term: { from, until }, billingPeriod, anchor: keptAnchor, phases: [{ ...last, from }] };
};

/** The subscription that a change is about: the term that it falls in, its day, and what was in force until then. */
export interface ChangePoint {
  readonly subscription: SubscriptionTerm;
  readonly date: CalendarDate;
  readonly phase: Phase;
}

/**
 * Where a change takes effect. At renewal, that is the first day of the next term.
 * Fails with `change-outside-term`, or with `change-before-last` when there is already a later change.
 */
export const changePoint = (subscription: SubscriptionTerm, moment: ChangeMoment): Prorated<ChangePoint> => {
  const phase = lastPhase(subscription);
  if (moment.at === "renewal") {
    const next = renewed(subscription, phase, moment.termLength);
    return ok({ subscription: next, date: next.term.from, phase });
  }
  const { date } = moment;
  const { from, until } = subscription.term;
  if (date < from || date >= until) return fail(refusal("change-outside-term", { date, from, until }));
  if (date < phase.from) return fail(refusal("change-before-last", { date, last: phase.from }));
  return ok({ subscription, date, phase });
};

/** The subscription with another price or quantity from that point on. A change on the same day replaces the one before. */
export const changedAt = (
  { subscription, date, phase }: ChangePoint,
  change: { readonly unitPrice?: Money; readonly quantity?: string },
): SubscriptionTerm => {
  const [first, ...later] = subscription.phases;
  const changed = { ...phase, ...change, from: date };
  const phases: SubscriptionTerm["phases"] =
    date === first.from ? [changed] : [first, ...later.filter(({ from }) => from < date), changed];
  return { ...subscription, phases };
};

/** Units that leave a subscription at that point, as a subscription of their own that keeps the term and the billing periods. */
export const movedAt = (
  { subscription, date }: ChangePoint,
  moved: { readonly unitPrice: Money; readonly quantity: string },
): SubscriptionTerm => ({
  term: { from: date, until: subscription.term.until },
  billingPeriod: subscription.billingPeriod,
  anchor: subscription.anchor ?? subscription.term.from,
  phases: [{ ...moved, from: date }],
});
