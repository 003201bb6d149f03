import { minorUnitDigits } from "#shared/domain/currency.ts";
import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import { convertMoney } from "#shared/domain/exchange-rate.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import { isBeyond } from "#shared/domain/limit.ts";
import type { Amount, Money } from "#shared/domain/money.ts";
import type { AuthorizationPolicy, AuthorizerLimit } from "#shared/domain/shop-account.ts";

/** A limit that an order exceeds, with the compared figures. */
export interface ExceededLimit {
  readonly limit: Money;
  readonly authorizers: readonly PersonId[];
  /** The order's amount in the limit's currency; in its own if no rate is given; missing if it is unknown. */
  readonly amount: Money | undefined;
}

/** An exact number, so that two limits are ordered without rounding. The divisor is positive. */
interface Quotient {
  readonly dividend: bigint;
  readonly divisor: bigint;
}

interface PlacedLimit extends ExceededLimit {
  /** The limit in minor units of the order's currency; missing if the two cannot be compared. */
  readonly threshold: Quotient | undefined;
}

const tenTo = (power: number): bigint => 10n ** BigInt(power);

/** What the limit is worth in minor units of the order's currency, if there is a rate from that into the limit's. */
const thresholdOf = (
  { amountMinor, currency: to }: Money,
  from: string,
  rates: readonly ExchangeRate[],
): Quotient | undefined => {
  if (from === to) return { dividend: BigInt(amountMinor), divisor: 1n };
  const rate = rates.find((each) => each.from === from && each.to === to)?.rate;
  if (rate === undefined) return undefined;
  const [whole = "0", fraction = ""] = rate.split(".");
  return {
    dividend: BigInt(amountMinor) * tenTo(fraction.length + minorUnitDigits(from)),
    divisor: BigInt(whole + fraction) * tenTo(minorUnitDigits(to)),
  };
};

const compareThresholds = (left: Quotient, right: Quotient): number => {
  const difference = left.dividend * right.divisor - right.dividend * left.divisor;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
};

const compareText = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);

/** Ascending by what the limits are worth in the order's currency; after those, what cannot be compared, by currency. */
const ascending = (left: PlacedLimit, right: PlacedLimit): number => {
  const worth =
    left.threshold && right.threshold
      ? compareThresholds(left.threshold, right.threshold)
      : Number(left.threshold === undefined) - Number(right.threshold === undefined);
  return (
    worth || compareText(left.limit.currency, right.limit.currency) || left.limit.amountMinor - right.limit.amountMinor
  );
};

const place = (
  { limit, authorizers }: AuthorizerLimit,
  order: Amount,
  rates: readonly ExchangeRate[],
  { limitComparison }: AuthorizationPolicy,
): PlacedLimit[] => {
  if (!order.known) return [{ limit, authorizers, amount: undefined, threshold: undefined }];
  const threshold = thresholdOf(limit, order.money.currency, rates);
  const converted = convertMoney(order.money, limit.currency, rates);
  if (!converted.ok) return [{ limit, authorizers, amount: order.money, threshold }];
  const amount = converted.value;
  const isOver = isBeyond(BigInt(amount.amountMinor), BigInt(limit.amountMinor), limitComparison);
  return isOver ? [{ limit, authorizers, amount, threshold }] : [];
};

/** Whether `limit` is known to be lower than `next`, so that asking at `next` alone is enough. */
const isBelow = (limit: PlacedLimit, next: PlacedLimit | undefined): boolean =>
  next !== undefined &&
  (limit.threshold === undefined) === (next.threshold === undefined) &&
  (limit.threshold !== undefined || limit.limit.currency === next.limit.currency);

/**
 * Those of an account's limits that an order of this amount is over, ascending (S29, S30). An unknown amount is over
 * every limit. An amount in another currency is converted into the limit's, rounded once, and compared as it is shown;
 * without a rate it counts as over the limit, so that a person is asked. If only the highest limit asks, one that
 * cannot be compared with the others still asks too.
 */
export const exceededLimits = (
  limits: readonly AuthorizerLimit[],
  order: Amount,
  rates: readonly ExchangeRate[],
  policy: AuthorizationPolicy,
): ExceededLimit[] => {
  const placed = limits.flatMap((limit) => place(limit, order, rates, policy)).toSorted(ascending);
  const asked =
    policy.limitLevels === "every-exceeded"
      ? placed
      : placed.filter((limit, index) => !isBelow(limit, placed[index + 1]));
  return asked.map(({ limit, authorizers, amount }) => ({ limit, authorizers, amount }));
};
