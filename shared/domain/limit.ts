import { z } from "zod";

import type { ExchangeRate } from "./exchange-rate.ts";
import { convertMoney } from "./exchange-rate.ts";
import type { Amount, Money } from "./money.ts";

/** When an amount is over a limit: above it (I04, S29), or already at it. */
export const limitComparisonSchema = z.enum(["exceeds", "reaches"]);
export type LimitComparison = z.infer<typeof limitComparisonSchema>;

export const defaultLimitComparison: LimitComparison = "exceeds";

/** Whether `amountMinor` is over `limitMinor`; both are minor units of one currency. */
export const isBeyond = (
  amountMinor: bigint,
  limitMinor: bigint,
  comparison: LimitComparison = defaultLimitComparison,
): boolean => (comparison === "exceeds" ? amountMinor > limitMinor : amountMinor >= limitMinor);

/**
 * Whether `amount` exceeds `limit`, compared in the limit's currency. An amount that is unknown, or that no rate
 * converts into that currency, exceeds every limit: then a person has to decide.
 */
export const exceedsLimit = (
  amount: Amount,
  limit: Money,
  rates: readonly ExchangeRate[] = [],
  comparison: LimitComparison = defaultLimitComparison,
): boolean => {
  if (!amount.known) return true;
  const converted = convertMoney(amount.money, limit.currency, rates);
  return !converted.ok || isBeyond(BigInt(converted.value.amountMinor), BigInt(limit.amountMinor), comparison);
};
