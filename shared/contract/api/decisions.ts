import { z } from "zod";

import { commandPayloads } from "#shared/commands/payloads.ts";
import { decisionOutcomeSchema } from "#shared/domain/approval-flow.ts";
import { commandIdSchema, orderIdSchema } from "#shared/domain/ids.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

const { reason, stageId, onBehalfOf } = commandPayloads["reject-order"].shape;

/** `POST /v1/orders/:id/decisions`. */
export const decisionRequestSchema = named(
  "DecisionRequest",
  z
    .strictObject({
      outcome: decisionOutcomeSchema,
      /** Required when several stages of the order ask the caller. */
      stageId: stageId.exactOptional(),
      reason,
      onBehalfOf,
    })
    .meta({ examples: [{ outcome: "approved" }, { outcome: "rejected", reason: "Not this quarter." }] }),
);

/** `POST /v1/orders/:id/reversals`. */
export const reversalRequestSchema = named(
  "ReversalRequest",
  commandPayloads["reverse-decision"].omit({ orderId: true }).meta({
    examples: [
      { decisionId: "019ac7a0-0000-7000-8000-000000000001", reason: "By mistake." },
      { decisionId: "019ac7a0-0000-7000-8000-000000000001" },
    ],
  }),
);

/** `POST /v1/orders/:id/comments`. */
export const commentRequestSchema = named(
  "CommentRequest",
  z
    .strictObject({ text: commandPayloads["comment-on-order"].shape.text })
    .meta({ examples: [{ text: "Needed until Friday." }, { text: "Bought for the new branch." }] }),
);

/** What was recorded, and the status of the order after it. */
export const answerReceiptSchema = named(
  "AnswerReceipt",
  z.strictObject({
    /** The id of the decision, reversal or comment; for a repeated answer, that of the recorded one (A14). */
    id: commandIdSchema,
    orderId: orderIdSchema,
    revision: z.int().min(1),
    status: orderStatusSchema,
    receivedAt: instantSchema,
  }),
);
export type AnswerReceipt = z.infer<typeof answerReceiptSchema>;

const params = z.strictObject({ id: orderIdSchema });

/** How partners answer orders. */
export const decisionOperations = operationsOf({
  decideOrder: {
    method: "POST",
    path: "/v1/orders/:id/decisions",
    params,
    body: decisionRequestSchema,
    answer: answerReceiptSchema,
  },
  reverseDecision: {
    method: "POST",
    path: "/v1/orders/:id/reversals",
    params,
    body: reversalRequestSchema,
    answer: answerReceiptSchema,
  },
  commentOnOrder: {
    method: "POST",
    path: "/v1/orders/:id/comments",
    params,
    body: commentRequestSchema,
    answer: answerReceiptSchema,
  },
});
