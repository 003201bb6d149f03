import type { Amount } from "#shared/domain/money.ts";
import type { Quantity } from "#shared/domain/order.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Recurrence } from "#shared/domain/recurrence.ts";
import { executions } from "#shared/domain/recurrence.ts";

/** Whether a difference leads to more, to less, or to something else. What cannot be compared may be more. */
export type Direction = "higher" | "lower" | "sideways";

const signed = (difference: bigint | number): Direction =>
  difference > 0 ? "higher" : difference < 0 ? "lower" : "sideways";

const fractionDigits = 9;

/** A decimal number of a quantity, in billionths, exactly. */
const billionths = (decimal: string): bigint => {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(fractionDigits, "0"));
};

/** Pay-per-use has no upper bound, and past usage is unknown here: a change to it or from it may be an increase. */
export const directionOfQuantity = (from: Quantity, to: Quantity): Direction => {
  if (from.kind === "units" && to.kind === "units") return signed(billionths(to.value) - billionths(from.value));
  return from.kind === to.kind ? "sideways" : "higher";
};

/** An amount that is unknown, or in a different currency than before, may be an increase. */
export const directionOfAmount = (from: Amount, to: Amount): Direction => {
  if (!from.known && !to.known) return "sideways";
  if (!from.known || !to.known || from.money.currency !== to.money.currency) return "higher";
  return signed(to.money.amountMinor - from.money.amountMinor);
};

/** From when a subscription runs, and the first instant at which it no longer does; without one it has no end. */
export interface RunningTerm {
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
}

/** The term of a recurrence: until its end, or until the interval of its last execution is over. */
export const termOf = ({ startsAt, endsAt, interval, timeZone, repetitions }: Recurrence): RunningTerm => {
  const [afterLast] = repetitions === undefined ? [] : executions({ startsAt, interval, timeZone }, repetitions);
  const isCutShort = endsAt !== undefined && (afterLast === undefined || endsAt < afterLast);
  const end = isCutShort ? endsAt : afterLast;
  return end === undefined ? { startsAt } : { startsAt, endsAt: end };
};

/** Higher if the new term covers time that the old one did not. */
export const directionOfTerm = (from: RunningTerm, to: RunningTerm): Direction => {
  const runsOn = from.endsAt !== undefined && (to.endsAt === undefined || to.endsAt > from.endsAt);
  if (runsOn || to.startsAt < from.startsAt) return "higher";
  return to.startsAt === from.startsAt && to.endsAt === from.endsAt ? "sideways" : "lower";
};
