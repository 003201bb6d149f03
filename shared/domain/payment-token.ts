import { Temporal } from "temporal-polyfill";
import { z } from "zod";

import type { Instant } from "./instant.ts";
import { fieldCode } from "./field-codes.ts";

/**
 * The month in which a card expires, as it is printed on it: `2027-03`.
 * @internal
 */
export const cardExpirySchema = z
  .string()
  .max(7)
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, fieldCode("not-a-month"));

/** A card that a payment gateway keeps for a reseller, so that it can be charged without the reseller typing it in. */
export const paymentTokenSchema = z.strictObject({
  id: z.string().min(1).max(128),
  /** The gateway that keeps the card; no other one can charge it. */
  gateway: z.string().min(1).max(64),
  isActive: z.boolean(),
  /** Missing if the gateway does not tell; such a token is not enough for approving (W25). */
  expiry: cardExpirySchema.exactOptional(),
});
export type PaymentToken = z.infer<typeof paymentTokenSchema>;

/** Whether a token can be charged, or what is wrong with it. */
export type TokenState = "valid" | "inactive" | "without-expiry" | "expired";

/**
 * The state of `token` at an instant. The card is valid through the last day of its expiry month in `timeZone` (IANA
 * name) (W25, W28, W30).
 */
export const tokenState = ({ isActive, expiry }: PaymentToken, at: Instant, timeZone: string): TokenState => {
  if (!isActive) return "inactive";
  if (expiry === undefined) return "without-expiry";
  const month = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toPlainYearMonth();
  return Temporal.PlainYearMonth.compare(month, Temporal.PlainYearMonth.from(expiry)) <= 0 ? "valid" : "expired";
};
