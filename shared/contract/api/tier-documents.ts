import { z } from "zod";

import { instantSchema } from "#shared/domain/instant.ts";
import { refusalArgumentsSchema } from "#shared/domain/refusal.ts";
import {
  connectRequestStatusSchema,
  fulfillmentRequestSchema,
  tierConfigurationSchema,
  tierLevelSchema,
  tierRequestIdSchema,
  tierRequestSchema,
  tierActorSchema,
} from "#shared/domain/tier.ts";
import { tierActions } from "#shared/engine/tiers/may.ts";

import { named } from "./named.ts";

const revisionSchema = z.int().min(1).describe("Counts the changes. An action that names an older one is refused.");

export const shownConfigurationSchema = named(
  "TierConfiguration",
  z.strictObject({
    ...tierConfigurationSchema.shape,
    revision: revisionSchema,
    isLastRequestFailed: z.boolean().describe("Reads as: active (last request failed)."),
  }),
);
export type ShownConfiguration = z.infer<typeof shownConfigurationSchema>;

export const shownRequestSchema = named(
  "TierRequest",
  z.strictObject({
    ...tierRequestSchema.shape,
    revision: revisionSchema,
    level: tierLevelSchema,
    tier2: z
      .strictObject({ requestId: tierRequestIdSchema, status: connectRequestStatusSchema, href: z.string() })
      .exactOptional()
      .describe("For tier 1: the request of tier 2 that has to be approved first."),
  }),
);
export type ShownRequest = z.infer<typeof shownRequestSchema>;

/** What the caller may do with a request now, or why not: a button, on or off (T38). */
export const offerSchema = named(
  "TierOffer",
  z.strictObject({
    action: z.enum([...tierActions, "recreate"]),
    isPossible: z.boolean(),
    refusal: z
      .strictObject({ code: z.string(), args: refusalArgumentsSchema, detail: z.string() })
      .exactOptional()
      .describe("Why it is not possible, and what to do instead."),
  }),
);
export type ShownOffer = z.infer<typeof offerSchema>;

export const shownFulfillmentSchema = named(
  "FulfillmentRequest",
  z.strictObject({ ...fulfillmentRequestSchema.shape, revision: revisionSchema }),
);
export type ShownFulfillment = z.infer<typeof shownFulfillmentSchema>;

export const tierWarningSchema = named(
  "TierWarning",
  z.strictObject({
    code: z.enum(["values-missing", "no-contact"]),
    requestId: tierRequestIdSchema,
    parameters: z.array(z.string()).exactOptional(),
    detail: z.string(),
  }),
);

/** What an action changed, as far as the caller may see it. */
export const tierReceiptSchema = named(
  "TierReceipt",
  z.strictObject({
    configurations: z.array(shownConfigurationSchema),
    requests: z.array(shownRequestSchema),
    fulfillmentRequests: z.array(shownFulfillmentSchema),
    removed: z.array(z.string()).describe("The ids of discarded drafts."),
    warnings: z.array(tierWarningSchema),
  }),
);
export type TierReceipt = z.infer<typeof tierReceiptSchema>;

export const tierEventSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("moved"), from: z.string().exactOptional(), to: z.string() }),
  z.strictObject({ type: z.literal("inquiry-mailed"), contacts: z.int().min(1) }),
  z.strictObject({
    type: z.literal("tier-1-blocked"),
    tier2RequestId: tierRequestIdSchema.exactOptional().describe("Missing for who may not open that request."),
  }),
]);
export type StoredTierEvent = z.infer<typeof tierEventSchema>;

/** What happened to a request, without the people behind it. */
export const tierHistoryEntrySchema = named(
  "TierHistoryEntry",
  z.strictObject({
    at: instantSchema,
    by: tierActorSchema,
    event: tierEventSchema,
  }),
);
export type TierHistoryEntry = z.infer<typeof tierHistoryEntrySchema>;

export const productIdSchema = tierConfigurationSchema.shape.product.shape.id;

/** What a vendor says of a product: its name, and what it can do (T08, T15). */
export const tierProductSchema = named(
  "TierProduct",
  z.strictObject({
    id: productIdSchema,
    name: z.string().min(1).max(200),
    capabilities: z.array(z.string().min(1).max(200)).max(100),
  }),
);
export type TierProduct = z.infer<typeof tierProductSchema>;
