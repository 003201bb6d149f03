import { z } from "zod";

import { creditPositionSchema } from "./reseller-account.ts";

/** An HTTP service: its address, and the secret that signs what is sent there. */
export const remoteServiceSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  /** `whsec_` and base64, as in Standard Webhooks; it may be sealed in storage. */
  secret: z
    .string()
    .regex(/^(?:whsec_|sealed:)/)
    .max(1_000),
});
export type RemoteService = z.infer<typeof remoteServiceSchema>;

/** How a seller's orders are executed once they are approved. Without it the ERP alone decides what happens to them. */
export const fulfilmentSettingsSchema = z.strictObject({
  /** How long an approved order can still be taken back before it is executed (S47). */
  graceMinutes: z.int().min(0).max(10_080),
  /** What needs a person at the distributor; everything else is executed automatically (W22). */
  manual: z.array(z.strictObject({ vendor: z.string().max(200), sku: z.string().max(128).exactOptional() })).max(1_000),
  /** Provisions the items; without it, provisioned items have to be reported. */
  connector: remoteServiceSchema.exactOptional(),
  /** Charges cards. */
  gateway: remoteServiceSchema.exactOptional(),
});
export type FulfilmentSettings = z.infer<typeof fulfilmentSettingsSchema>;

/** What a distributor lends a reseller, without what is committed, which the server counts (W51, W52). */
export const creditLineSchema = creditPositionSchema.omit({ committedMinor: true });
export type CreditLine = z.infer<typeof creditLineSchema>;

/** The same as stored: amounts that became owed since then may have been counted at customers' prices. */
export const storedCreditLineSchema = z.strictObject({
  ...creditLineSchema.shape,
  isOwedAtSalePrices: z.literal(true).exactOptional(),
});
