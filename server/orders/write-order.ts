import type { CompiledQuery } from "kysely";

import type { Instant } from "#shared/domain/instant.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";

import type { Tx } from "#server/db/database.ts";
import { pipeline } from "#server/db/pipeline.ts";
import type { Happening } from "#server/events/event-store.ts";
import { eventsRecorded } from "#server/events/event-store.ts";
import { eventsBetween } from "#server/events/events-between.ts";
import type { OrderEvent } from "#server/events/order-event.ts";
import { audienceOf } from "#server/scope/audience.ts";
import { followOrder } from "#server/subscriptions/follow-order.ts";
import type { Change } from "#server/sync/change-log.ts";

import { ordersReplaced } from "./order-store.ts";

/** An order's next revision, and what decides who learns of it. */
export interface OrderChange {
  readonly tenantId: string;
  /** As it was locked. */
  readonly before: Order;
  readonly after: Order;
  readonly people: readonly Person[];
  readonly at: Instant;
}

/** What happened by a change, by its revisions and besides them. */
const happeningOf = ({ tenantId, before, after, at }: OrderChange, further: readonly OrderEvent[] = []): Happening => ({
  tenantId,
  orderId: after.id,
  at,
  events: [...eventsBetween(before, after), ...further],
});

/**
 * The one way to change stored orders: their next revisions, and what happened to them, for whoever has to do something
 * about it after the commit. An order that is changed more than once is stored as the last change leaves it. Their
 * subscriptions have to follow them in the same transaction.
 */
export const ordersWritten = (tx: Tx, changes: readonly OrderChange[]): CompiledQuery[] => {
  const last = new Map(changes.map(({ after }) => [after.id, after]));
  const happenings = changes.map((change) => happeningOf(change));
  return changes.length === 0 ? [] : [ordersReplaced(tx, [...last.values()]), eventsRecorded(tx, happenings)];
};

/** The change for everyone who may see the order, to be appended to the change log. */
export const changeOf = ({ after, people }: Pick<OrderChange, "after" | "people">): Change => ({
  collection: "orders",
  documentId: after.id,
  audience: audienceOf(after, people),
  audienceIs: "whole",
});

/**
 * Changes one stored order, which its subscription follows. `further` are events that the revisions do not show.
 * @returns the change for everyone who may see the order, to be appended to the change log.
 */
export const writeOrder = async (tx: Tx, change: OrderChange, further: readonly OrderEvent[] = []): Promise<Change> => {
  await pipeline(tx, [ordersReplaced(tx, [change.after]), eventsRecorded(tx, [happeningOf(change, further)])]);
  await followOrder(tx, change);
  return changeOf(change);
};
