import type { Instant } from "#shared/domain/instant.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";

import type { Tx } from "#server/db/database.ts";
import { recordEvents } from "#server/events/event-store.ts";
import { eventsBetween } from "#server/events/events-between.ts";
import type { OrderEvent } from "#server/events/order-event.ts";
import { audienceOf } from "#server/scope/audience.ts";
import { followOrder } from "#server/subscriptions/follow-order.ts";
import type { Change } from "#server/sync/change-log.ts";

import { replaceOrder } from "./order-store.ts";

/** An order's next revision, and what decides who learns of it. */
export interface OrderChange {
  readonly tenantId: string;
  /** As it was locked. */
  readonly before: Order;
  readonly after: Order;
  readonly people: readonly Person[];
  readonly at: Instant;
}

/**
 * The one way to change a stored order: its next revision, and what happened to it, for whoever has to do something about
 * it after the commit. Its subscription follows it in the same transaction. `further` are events that the revisions do not show.
 * @returns the change for everyone who may see the order, to be appended to the change log.
 */
export const writeOrder = async (
  tx: Tx,
  { tenantId, before, after, people, at }: OrderChange,
  further: readonly OrderEvent[] = [],
): Promise<Change> => {
  await replaceOrder(tx, after);
  await followOrder(tx, { tenantId, before, after, at });
  await recordEvents(tx, { tenantId, orderId: after.id, at }, [...eventsBetween(before, after), ...further]);
  return { collection: "orders", documentId: after.id, audience: audienceOf(after, people), audienceIs: "whole" };
};
