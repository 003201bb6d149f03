import { z } from "zod";

import { commandIdSchema, orderIdSchema, personIdSchema, stageIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { refusalArgumentsSchema } from "@countersign/shared/domain/refusal.ts";
import { acceptanceChecks } from "@countersign/shared/engine/fulfilment/acceptance/check-acceptance.ts";
import { erpStatusSchema, orderStatusSchema } from "@countersign/shared/domain/order.ts";

/** What happened to an order, for those who act on it after the commit: mail, webhooks, fulfilment. */
export const orderEventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("order-placed") }),
  /** The stage asks its candidates from now on; it opens again after a decision on it was reversed. */
  z.strictObject({ kind: z.literal("stage-opened"), stageId: stageIdSchema }),
  /** An open stage asks more people: a substitute, or those of an escalation. */
  z.strictObject({ kind: z.literal("people-asked"), stageId: stageIdSchema, personIds: z.array(personIdSchema) }),
  z.strictObject({ kind: z.literal("decision-made"), decisionId: commandIdSchema }),
  z.strictObject({ kind: z.literal("decision-reversed"), decisionId: commandIdSchema }),
  z.strictObject({ kind: z.literal("comment-made"), commentId: commandIdSchema }),
  z.strictObject({ kind: z.literal("status-changed"), from: orderStatusSchema, to: orderStatusSchema }),
  /** A check after acceptance diverted the order: which one, why, and who must be told (W17-W29). */
  z.strictObject({
    kind: z.literal("acceptance-stopped"),
    stoppedAt: z.enum(acceptanceChecks),
    code: z.string().max(64),
    args: refusalArgumentsSchema,
    tell: z.array(z.strictObject({ to: z.enum(["reseller", "distributor"]), type: z.string().max(64) })),
  }),
  z.strictObject({ kind: z.literal("item-provisioned"), lineId: z.string().min(1).max(64) }),
  z.strictObject({
    kind: z.literal("item-provisioning-failed"),
    lineId: z.string().min(1).max(64),
    /** The provider's error message. */
    error: z.string().min(1).max(500),
  }),
  z.strictObject({ kind: z.literal("erp-status-changed"), from: erpStatusSchema, to: erpStatusSchema }),
]);
export type OrderEvent = z.infer<typeof orderEventSchema>;
export type OrderEventKind = OrderEvent["kind"];

/** An event as it is stored, numbered in the sequence in which events were written. */
export const storedEventSchema = z.strictObject({
  id: z.int().min(1),
  tenantId: z.string(),
  orderId: orderIdSchema,
  at: instantSchema,
  event: orderEventSchema,
});
export type StoredEvent = z.infer<typeof storedEventSchema>;
