import { sql } from "kysely";

import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import { recordEvents } from "#server/records/events/event-store.ts";
import { eventsBetween } from "#server/records/events/events-between.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";
import { redactedOrderOf } from "#server/records/visibility/redacted-order.ts";

import { peopleAround } from "./order-store.ts";

const nextNumber = async (tx: Tx): Promise<string> => {
  const { rows } = await sql<{ next: number }>`select nextval('order_numbers') as next`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("The sequence of order numbers gave none");
  return `SO-${row.next}`;
};

/** In which network an order is stored, for whom it was sent, and when. */
export interface Insertion {
  readonly tenantId: string;
  readonly senderId: OrganisationId;
  readonly receivedAt: Instant;
}

/** @returns false when the number is taken. */
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

/** Stores the order under this number or, without one, under the next that is free. */
const insertNumbered = async (
  tx: Tx,
  insertion: Insertion,
  order: Omit<Order, "number">,
  number: string | undefined,
): Promise<Order> => {
  if (number !== undefined) {
    const numbered = { ...order, number };
    if (await insertRow(tx, insertion, numbered)) return numbered;
    throw new HttpProblem(409, "order-number-taken", { number });
  }
  for (;;) {
    const numbered = { ...order, number: await nextNumber(tx) };
    if (await insertRow(tx, insertion, numbered)) return numbered;
  }
};

/**
 * The one way to store a new order: under its number, with what happened, for whoever has to do something about it after
 * the commit. The caller shares the scope.
 * @returns it with the change for everyone who may see it. @throws HttpProblem 409 when the number is taken.
 */
export const insertOrder = async (
  tx: Tx,
  insertion: Insertion,
  unnumbered: Omit<Order, "number">,
  number?: string,
): Promise<{ readonly order: Order; readonly change: DocumentChange }> => {
  const order = await insertNumbered(tx, insertion, unnumbered, number);
  const { tenantId, receivedAt: at } = insertion;
  await recordEvents(tx, { tenantId, orderId: order.id, at }, eventsBetween(undefined, order));
  const audience = audienceOf(order, await peopleAround(tx, order));
  return { order, change: { collection: "orders", documentId: order.id, audience, audienceIs: "more" } };
};
