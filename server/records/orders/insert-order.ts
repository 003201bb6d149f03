import { sql } from "kysely";

import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import { recordEvents } from "#server/records/events/event-store.ts";
import { eventsBetween } from "#server/records/events/events-between.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";
import { redactedOrderOf } from "#server/records/visibility/redacted-order.ts";

import { peopleAround } from "./order-store.ts";

const nextNumber = async (tx: Tx): Promise<string> => {
  const { rows } = await sql<{ next: number }>`select nextval('order_numbers') as next`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("The sequence of order numbers returned none");
  return `SO-${row.next}`;
};

/** The network in which an order is stored, its sender, and when it was received. */
export interface Insertion {
  readonly tenantId: string;
  readonly senderId: OrganisationId;
  readonly receivedAt: Instant;
}

/** @returns false if the number is taken. */
const insertRow = async (tx: Tx, { tenantId, senderId, receivedAt }: Insertion, order: Order): Promise<boolean> => {
  const { id, number, revision, source } = order;
  const redacted = redactedOrderOf(order);
  const row = await tx
    .insertInto("orders")
    .values({
      id,
      tenant_id: tenantId,
      number,
      revision,
      sender_id: senderId,
      source_system: source.system,
      source_external_id: source.externalId ?? null,
      received_at: receivedAt,
      document: JSON.stringify(order),
      redacted: redacted?.text ?? null,
      redacted_for: redacted?.organisationId ?? null,
      redacted_not_for: redacted === undefined ? null : JSON.stringify(redacted.notFor),
      redacted_revision: revision,
    })
    .onConflict((conflict) => conflict.columns(["tenant_id", "number"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
};

/** A stored order, with the change for everybody who may see it. */
interface InsertedOrder {
  readonly order: Order;
  readonly change: DocumentChange;
}

/** Records what happened, for subscribers after the commit. */
const recordInserted = async (
  tx: Tx,
  { tenantId, receivedAt: at }: Insertion,
  order: Order,
): Promise<InsertedOrder> => {
  await recordEvents(tx, { tenantId, orderId: order.id, at }, eventsBetween(undefined, order));
  const audience = audienceOf(order, await peopleAround(tx, order));
  return { order, change: { collection: "orders", documentId: order.id, audience, audienceIs: "more" } };
};

/** Stores a new order under the next free number. The caller shares the visibility lock. */
export const insertOrder = async (
  tx: Tx,
  insertion: Insertion,
  unnumbered: Omit<Order, "number">,
): Promise<InsertedOrder> => {
  for (;;) {
    const order = { ...unnumbered, number: await nextNumber(tx) };
    if (await insertRow(tx, insertion, order)) return recordInserted(tx, insertion, order);
  }
};

/** {@link insertOrder} under a number that came with the order. */
export const insertNumberedOrder = async (
  tx: Tx,
  insertion: Insertion,
  order: Order,
): Promise<Result<InsertedOrder, RequestRefusal>> =>
  (await insertRow(tx, insertion, order))
    ? ok(await recordInserted(tx, insertion, order))
    : refuse("order-number-taken", { number: order.number });
