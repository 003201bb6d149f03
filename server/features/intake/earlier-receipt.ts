import { sql } from "kysely";

import type { OrderReceipt, ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";

import { isSameOrder } from "./same-order.ts";

/**
 * The receipt of the same order, if it was sent before. Locks the source for this transaction, so that the order is taken
 * in once. Refused if the source's id belongs to a different order.
 */
export const earlierReceipt = async (
  tx: Tx,
  tenantId: string,
  { organisation: own }: OrderSender,
  request: ParsedOrderRequest,
): Promise<Result<OrderReceipt | undefined, Refusal<"external-id-taken">>> => {
  const { system, externalId } = request.source;
  if (externalId === undefined) return ok(undefined);
  const source = JSON.stringify([own.id, system, externalId]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 0))`.execute(tx);
  const row = await tx
    .selectFrom("orders")
    .select(["document", "received_at"])
    .where("sender_id", "=", own.id)
    .where("source_system", "=", system)
    .where("source_external_id", "=", externalId)
    .executeTakeFirst();
  if (row === undefined) return ok(undefined);
  const { id, number, status } = row.document;
  if (!(await isSameOrder(tx, tenantId, request, row.document)))
    return refuse("external-id-taken", { externalId, number });
  return ok({ id, number, status, isNew: false, receivedAt: row.received_at });
};
