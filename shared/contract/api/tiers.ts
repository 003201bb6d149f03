import { z } from "zod";

import {
  connectRequestStatusSchema,
  tierConfigurationIdSchema,
  tierConfigurationStatusSchema,
  tierRequestIdSchema,
  fulfillmentRequestIdSchema,
  tierConfigurationSchema,
  tierParameterSchema,
} from "#shared/domain/tier.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";
import {
  shownFulfillmentSchema,
  tierHistoryEntrySchema,
  tierProductSchema,
  tierReceiptSchema,
  productIdSchema,
  offerSchema,
  shownConfigurationSchema,
  shownRequestSchema,
} from "./tier-documents.ts";

const pageShape = {
  productId: productIdSchema.exactOptional(),
  accountId: productIdSchema.exactOptional().describe("The reseller's number."),
  cursor: tierConfigurationIdSchema.exactOptional().describe("`next` of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

const nextSchema = z.string().exactOptional().describe("Where the next page begins; missing on the last one.");

export const configurationPageQuerySchema = z.strictObject({
  status: tierConfigurationStatusSchema.exactOptional(),
  ...pageShape,
});

const configurationPageSchema = named(
  "TierConfigurationPage",
  z.strictObject({
    configurations: z.array(shownConfigurationSchema),
    next: nextSchema,
  }),
);

export const requestPageQuerySchema = z.strictObject({
  status: connectRequestStatusSchema.exactOptional(),
  configurationId: tierConfigurationIdSchema.exactOptional(),
  ...pageShape,
  cursor: tierRequestIdSchema.exactOptional().describe("`next` of the page before."),
});

const requestPageSchema = named(
  "TierRequestPage",
  z.strictObject({ requests: z.array(shownRequestSchema), next: nextSchema }),
);

/** A request with what the caller may do with it. */
export const openedRequestSchema = named(
  "OpenedTierRequest",
  z.strictObject({
    request: shownRequestSchema,
    configuration: shownConfigurationSchema,
    offers: z.array(offerSchema),
  }),
);
export type OpenedRequest = z.infer<typeof openedRequestSchema>;
export type ConfigurationPageQuery = z.output<typeof configurationPageQuerySchema>;
export type RequestPageQuery = z.output<typeof requestPageQuerySchema>;

const { account, product, vendor } = tierConfigurationSchema.shape;

const newTierSchema = named(
  "NewTier",
  z.strictObject({ account, parameters: z.array(tierParameterSchema).max(1_000) }),
);

const commonShape = { fulfillmentRequestId: fulfillmentRequestIdSchema, product, vendor, tier: newTierSchema };

/** What an order needs set up before it can be delivered: a tier 1 with or without the tier 2 above it, or a tier 2 alone. */
export const tierSetupSchema = named(
  "TierSetup",
  z.discriminatedUnion("level", [
    z.strictObject({
      level: z.literal(1),
      ...commonShape,
      tier2: z
        .discriminatedUnion("kind", [
          z.strictObject({ kind: z.literal("new"), tier: newTierSchema }),
          z.strictObject({ kind: z.literal("known"), configurationId: tierConfigurationIdSchema }),
        ])
        .exactOptional(),
    }),
    z.strictObject({ level: z.literal(2), ...commonShape }),
  ]),
);
export type TierSetupRequest = z.infer<typeof tierSetupSchema>;

const requestParams = z.strictObject({ id: tierRequestIdSchema });

const products = named("TierProducts", z.strictObject({ products: z.array(tierProductSchema) }));

const tierHistory = named("TierHistory", z.strictObject({ entries: z.array(tierHistoryEntrySchema) }));

/** What vendors, distributors and resellers read about tiers, and how tiers are set up. */
export const tierOperations = operationsOf({
  readTierProducts: { method: "GET", path: "/v1/tier-products", answer: products },
  writeTierProduct: { method: "PUT", path: "/v1/tier-products", body: tierProductSchema, answer: tierProductSchema },
  readTierConfigurations: {
    method: "GET",
    path: "/v1/tier-configurations",
    query: configurationPageQuerySchema,
    answer: configurationPageSchema,
  },
  readTierConfiguration: {
    method: "GET",
    path: "/v1/tier-configurations/:id",
    params: z.strictObject({ id: tierConfigurationIdSchema }),
    answer: shownConfigurationSchema,
  },
  setUpTiers: {
    method: "POST",
    path: "/v1/tier-configurations",
    body: tierSetupSchema,
    statuses: [201],
    answer: tierReceiptSchema,
  },
  readTierRequests: {
    method: "GET",
    path: "/v1/tier-requests",
    query: requestPageQuerySchema,
    answer: requestPageSchema,
  },
  readTierRequest: { method: "GET", path: "/v1/tier-requests/:id", params: requestParams, answer: openedRequestSchema },
  readTierRequestHistory: {
    method: "GET",
    path: "/v1/tier-requests/:id/history",
    params: requestParams,
    answer: tierHistory,
  },
  readFulfillmentRequest: {
    method: "GET",
    path: "/v1/fulfillment-requests/:id",
    params: z.strictObject({ id: fulfillmentRequestIdSchema }),
    answer: shownFulfillmentSchema,
  },
});
