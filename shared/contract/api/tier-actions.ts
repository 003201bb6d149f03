import { z } from "zod";

import { freeTextMaxLength } from "#shared/domain/approval-flow.ts";
import {
  inquirySchema,
  tierConfigurationIdSchema,
  tierRequestIdSchema,
  fulfillmentRequestIdSchema,
  tierParameterSchema,
} from "#shared/domain/tier.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";
import { tierReceiptSchema } from "./tier-documents.ts";

const revision = z.int().min(1).exactOptional().describe("The revision of the request that the caller saw.");

/** Values by parameter id. A parameter's id may be any text, so the object must treat no name specially. */
const valuesSchema = z
  .record(tierParameterSchema.shape.id, tierParameterSchema.shape.value.unwrap())
  .describe("Values by parameter id");

/** The input of actions that need nothing but the request. */
const bare = named("TierAction", z.strictObject({ revision }));

const updateSchema = named(
  "TierUpdate",
  z.strictObject({
    revision: revision.describe("The revision of the configuration that the caller saw."),
    type: z.enum(["update", "adjustment"]).default("update"),
    values: valuesSchema,
  }),
);

const recreationSchema = named(
  "TierRecreation",
  z.strictObject({ revision, fulfillmentRequestId: fulfillmentRequestIdSchema }),
);

const approvalSchema = named("TierApproval", z.strictObject({ revision, values: valuesSchema.exactOptional() }));

const rejectionSchema = named(
  "TierRejection",
  z.strictObject({ revision, reason: z.string().max(freeTextMaxLength).exactOptional() }),
);

const inquiriesSchema = named(
  "TierInquiries",
  z.strictObject({ revision, inquiries: z.array(inquirySchema).max(1_000) }),
);

const answersSchema = named("TierAnswers", z.strictObject({ revision, values: valuesSchema }));

const params = z.strictObject({ id: tierRequestIdSchema });

/** What vendors, distributors and tiers do with requests. The engine decides who may do which. */
export const tierActionOperations = operationsOf({
  validateTierRequest: {
    method: "POST",
    path: "/v1/tier-requests/:id/validate",
    params,
    body: bare,
    answer: tierReceiptSchema,
  },
  discardTierRequest: {
    method: "POST",
    path: "/v1/tier-requests/:id/discard",
    params,
    body: bare,
    answer: tierReceiptSchema,
  },
  approveTierRequest: {
    method: "POST",
    path: "/v1/tier-requests/:id/approve",
    params,
    body: approvalSchema,
    answer: tierReceiptSchema,
  },
  rejectTierRequest: {
    method: "POST",
    path: "/v1/tier-requests/:id/reject",
    params,
    body: rejectionSchema,
    answer: tierReceiptSchema,
  },
  inquireTierRequest: {
    method: "POST",
    path: "/v1/tier-requests/:id/inquire",
    params,
    body: inquiriesSchema,
    answer: tierReceiptSchema,
  },
  answerTierInquiry: {
    method: "POST",
    path: "/v1/tier-requests/:id/answer",
    params,
    body: answersSchema,
    answer: tierReceiptSchema,
  },
  setTierRequestPending: {
    method: "POST",
    path: "/v1/tier-requests/:id/set-pending",
    params,
    body: bare,
    answer: tierReceiptSchema,
  },
  recreateTiers: {
    method: "POST",
    path: "/v1/tier-requests/:id/recreate",
    params,
    body: recreationSchema,
    statuses: [201],
    answer: tierReceiptSchema,
  },
  updateTier: {
    method: "POST",
    path: "/v1/tier-configurations/:id/requests",
    params: z.strictObject({ id: tierConfigurationIdSchema }),
    body: updateSchema,
    statuses: [201],
    answer: tierReceiptSchema,
  },
});
