import { z } from "zod";

import { organisationIdSchema } from "./ids.ts";
import { currencySchema } from "./money.ts";
import { paymentTokenSchema } from "./payment-token.ts";
import { recurrenceSchema } from "./recurrence.ts";

/** The gateway that charges a card. Without tokens, it cannot charge when the reseller approves an order (W08). */
export const paymentGatewaySchema = z.strictObject({
  name: z.string().min(1).max(64),
  hasTokens: z.boolean(),
});
export type PaymentGateway = z.infer<typeof paymentGatewaySchema>;

/** How a reseller pays the distributor. Only a card goes through a gateway (W24). */
export const resellerPaymentSchema = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("credit-card"), gateway: paymentGatewaySchema }),
  z.strictObject({ method: z.literal("cash") }),
  z.strictObject({ method: z.literal("deposit") }),
]);
export type ResellerPayment = z.infer<typeof resellerPaymentSchema>;

/** A reseller as the distributor knows it. */
export const resellerAccountSchema = z.strictObject({
  resellerId: organisationIdSchema,
  isActive: z.boolean(),
  payment: resellerPaymentSchema,
  tokens: z.array(paymentTokenSchema).max(100),
  /** IANA name; the expiry month of a card ends in this time zone (W30). */
  timeZone: recurrenceSchema.shape.timeZone,
});
export type ResellerAccount = z.infer<typeof resellerAccountSchema>;

/**
 * Whether a customer's orders wait for the reseller's approval: the reseller's own choice, on by default (W03). It is
 * kept, though ignored, while the reseller pays by card, and applies again with the former method (W10).
 */
export const customerApprovalSchema = z.strictObject({
  customerId: organisationIdSchema,
  isOn: z.boolean().default(true),
});
export type CustomerApproval = z.infer<typeof customerApprovalSchema>;

/** Small enough that the difference of three such amounts is still exact. */
const greatestMinor = Math.floor(Number.MAX_SAFE_INTEGER / 3);

/** What a distributor lends a reseller and how much of it is in use, in minor units of one currency (W51, W52). */
export const creditPositionSchema = z.strictObject({
  currency: currencySchema,
  /** Set by the distributor. */
  limitMinor: z.int().min(0).max(greatestMinor),
  /** Negative if the reseller has paid in advance. */
  balanceOwedMinor: z.int().min(-greatestMinor).max(greatestMinor),
  /** Orders committed but not invoiced yet, without the order that is being checked. */
  committedMinor: z.int().min(0).max(greatestMinor),
});
export type CreditPosition = z.infer<typeof creditPositionSchema>;
