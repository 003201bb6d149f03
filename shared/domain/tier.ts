import { z } from "zod";

import { freeTextSchema } from "./approval-flow.ts";
import { instantSchema } from "./instant.ts";
import { mailLanguageSchema } from "./mail-preferences.ts";

/** Identifiers as the platform gives them: TC-256-676-192, TCR-256-676-192-001, PR-6298-1377-1527-001. */
const id = z.string().min(1).max(64);
export const tierConfigurationIdSchema = id.brand<"TierConfigurationId">();
export const tierRequestIdSchema = id.brand<"TierRequestId">();
export const fulfillmentRequestIdSchema = id.brand<"FulfillmentRequestId">();
export type TierConfigurationId = z.infer<typeof tierConfigurationIdSchema>;
export type TierRequestId = z.infer<typeof tierRequestIdSchema>;
export type FulfillmentRequestId = z.infer<typeof fulfillmentRequestIdSchema>;

/** The status strings are the platform's own. */
export const tierConfigurationStatusSchema = z.enum(["draft", "processing", "active"]);
export type TierConfigurationStatus = z.infer<typeof tierConfigurationStatusSchema>;

/** Of tier configuration requests and of fulfillment requests. "Tiers Setup" and "Tier Setup" are both `tiers_setup` (T37). */
export const connectRequestStatusSchema = z.enum([
  "draft",
  "tiers_setup",
  "pending",
  "inquiring",
  "approved",
  "failed",
]);
export type ConnectRequestStatus = z.infer<typeof connectRequestStatusSchema>;

export const tierRequestTypeSchema = z.enum(["setup", "update", "adjustment"]);
export type TierRequestType = z.infer<typeof tierRequestTypeSchema>;

/** Tier 1 sells to the customer; tier 2 stands above tier 1. */
export const tierLevelSchema = z.union([z.literal(1), z.literal(2)]);
export type TierLevel = z.infer<typeof tierLevelSchema>;

const partySchema = z.strictObject({ id, name: z.string().min(1).max(200) });

/** Whom an inquiry's form is mailed to, and in which language they read it (T17). */
export const tierContactSchema = z.strictObject({
  name: z.string().min(1).max(200),
  email: z.email().max(254),
  language: mailLanguageSchema.exactOptional(),
});
export type TierContact = z.infer<typeof tierContactSchema>;

const tierAccountSchema = partySchema.extend({ contacts: z.array(tierContactSchema).max(100) });

/** The tier supplies ordering parameters, the vendor fulfillment parameters. */
export const tierParameterSchema = z.strictObject({
  id: z.string().min(1).max(128),
  title: z.string().min(1).max(300),
  phase: z.enum(["configuration", "ordering", "fulfillment"]),
  isRequired: z.boolean(),
  value: z.string().max(4_000).exactOptional(),
});
export type TierParameter = z.infer<typeof tierParameterSchema>;

/** What a vendor needs to know of a reseller for a product. */
export const tierConfigurationSchema = z.strictObject({
  id: tierConfigurationIdSchema,
  status: tierConfigurationStatusSchema,
  level: tierLevelSchema,
  account: tierAccountSchema,
  product: partySchema,
  vendor: partySchema,
  distributor: partySchema,
  /** The values of the last approved request. */
  parameters: z.array(tierParameterSchema).max(1_000),
  openRequestId: tierRequestIdSchema.exactOptional(),
  /** For tier 1: the configuration of the tier above it. */
  tier2ConfigurationId: tierConfigurationIdSchema.exactOptional(),
  /** Whether any request was approved. Active and never set up: the first setup failed (T11, T39). */
  isSetUp: z.boolean(),
  /** How the last request ended. Active and `failed` reads as "active (last request failed)" (T39). */
  lastOutcome: z.enum(["approved", "failed"]).exactOptional(),
});
export type TierConfiguration = z.infer<typeof tierConfigurationSchema>;

/** A parameter that a tier is asked for; `problem` says what is wrong with the value it gave. */
export const inquirySchema = z.strictObject({
  parameterId: z.string().min(1).max(128),
  problem: z.string().min(1).max(1_000).exactOptional(),
});
export type Inquiry = z.infer<typeof inquirySchema>;

/** Asks the vendor to set up or change a tier configuration. */
export const tierRequestSchema = z.strictObject({
  id: tierRequestIdSchema,
  type: tierRequestTypeSchema,
  status: connectRequestStatusSchema,
  configurationId: tierConfigurationIdSchema,
  /** The requested values; they become the configuration's when the request is approved. */
  parameters: z.array(tierParameterSchema).max(1_000),
  /** For tier 1: the request of the tier above it that must be approved first (T21, T22). */
  tier2RequestId: tierRequestIdSchema.exactOptional(),
  /** Present while the request is inquiring. */
  inquiries: z.array(inquirySchema).min(1).max(1_000).exactOptional(),
  rejectionReason: freeTextSchema.exactOptional(),
  createdAt: instantSchema,
  /** When the status last changed. */
  statusChangedAt: instantSchema,
});
export type TierRequest = z.infer<typeof tierRequestSchema>;

/** The request to deliver an order, as far as tiers are concerned. */
export const fulfillmentRequestSchema = z.strictObject({
  id: fulfillmentRequestIdSchema,
  status: connectRequestStatusSchema,
  /** The tier requests that it waits for. */
  tierRequestIds: z.array(tierRequestIdSchema).min(1).max(100),
  statusChangedAt: instantSchema,
});
export type FulfillmentRequest = z.infer<typeof fulfillmentRequestSchema>;

/** On whose behalf somebody acts: the vendor, the distributor, or a contact of the tier's account. */
export const tierActorSchema = z.strictObject({ role: z.enum(["vendor", "distributor", "contact"]), accountId: id });
export type TierActor = z.infer<typeof tierActorSchema>;
