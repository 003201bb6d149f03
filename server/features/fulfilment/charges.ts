import { z } from "zod";

import type { RemoteService } from "@countersign/shared/domain/fulfilment.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { moneySchema } from "@countersign/shared/domain/money.ts";
import type { Charge, ChargeRequest, GatewayAnswer } from "@countersign/shared/engine/fulfilment/acceptance/charge.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { Services } from "#server/records/services.ts";

import { askService } from "./remote-service.ts";

interface ChargeTable {
  order_id: OrderId;
  attempt: number;
  asked_at: Instant;
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    charges: ChargeTable;
  }
}

const answerSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("accepted") }),
  z.strictObject({ state: z.literal("refused"), error: z.string().min(1).max(500) }),
  z.strictObject({ state: z.literal("unanswered") }),
]);

const chargeSchema = z.strictObject({
  idempotencyKey: z.string().max(128),
  attempt: z.int().min(1),
  tokenId: z.string().max(128),
  amount: moneySchema,
  answer: answerSchema,
});

/** A gateway's answer: it charged the card, or why it did not. */
const gatewayAnswerSchema = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("accepted") }),
  z.object({ outcome: z.literal("refused"), error: z.string().min(1).max(500) }),
]);

/** Every charge requested for an order so far, oldest first. */
export const chargesOf = async (tx: Tx, orderId: OrderId): Promise<Charge[]> => {
  const rows = await tx
    .selectFrom("charges")
    .select("document")
    .where("order_id", "=", orderId)
    .orderBy("attempt")
    .execute();
  return rows.map(({ document }) => chargeSchema.parse(document));
};

/** Whether the card was charged for the order, or may have been: an unanswered request counts until it is answered. */
export const mayBeCharged = async (tx: Tx, orderId: OrderId): Promise<boolean> => {
  const latest = new Map((await chargesOf(tx, orderId)).map((charge) => [charge.idempotencyKey, charge.answer]));
  return [...latest.values()].some(({ state }) => state !== "refused");
};

/** Records a request before it is sent: whatever happens then, the next attempt uses the same key (W27). */
export const recordRequest = async (
  tx: Tx,
  orderId: OrderId,
  charge: ChargeRequest,
  askedAt: Instant,
): Promise<void> => {
  const document = JSON.stringify({ ...charge, answer: { state: "unanswered" } });
  await tx
    .insertInto("charges")
    .values({ order_id: orderId, attempt: charge.attempt, asked_at: askedAt, document })
    .execute();
};

/** Asks the gateway and stores its answer. */
export const askGateway = async (
  services: Services,
  gateway: RemoteService,
  orderId: OrderId,
  charge: ChargeRequest,
): Promise<void> => {
  const { db, clock } = services;
  const { idempotencyKey, tokenId, amount } = charge;
  const request = { id: idempotencyKey, at: clock.now(), body: { tokenId, ...amount } };
  const said = await askService(gateway, request, gatewayAnswerSchema, services);
  if (said === undefined) return;
  const answer: GatewayAnswer =
    said.outcome === "accepted" ? { state: "accepted" } : { state: "refused", error: said.error };
  await db
    .updateTable("charges")
    .set({ document: JSON.stringify({ ...charge, answer }) })
    .where("order_id", "=", orderId)
    .where("attempt", "=", charge.attempt)
    .execute();
};
