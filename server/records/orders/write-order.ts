import type { CompiledQuery } from "kysely";

import type { Person } from "@countersign/shared/domain/people.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { pipeline } from "#server/foundation/db/pipeline.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import type { Happening } from "#server/records/events/event-store.ts";
import { eventsRecorded } from "#server/records/events/event-store.ts";
import { eventsBetween } from "#server/records/events/events-between.ts";
import type { OrderEvent } from "#server/records/events/order-event.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";

import type { FollowedChange, FollowerRefusal, OrderFollower } from "./order-follower.ts";
import { ordersReplaced } from "./order-store.ts";

/** An order's next revision, and the people from whom its audience is chosen. */
export interface OrderChange extends FollowedChange {
  readonly people: readonly Person[];
}

/** What a change consists of: what its revisions show, and further events. */
const happeningOf = ({ tenantId, before, after, at }: OrderChange, further: readonly OrderEvent[] = []): Happening => ({
  tenantId,
  orderId: after.id,
  at,
  events: [...eventsBetween(before, after), ...further],
});

/**
 * The only way to change stored orders: writes their next revisions, and what happened to them for subscribers after the
 * commit. An order that is changed more than once is stored as the last change leaves it. Its followers have to follow in
 * the same transaction.
 */
export const ordersWritten = (tx: Tx, changes: readonly OrderChange[]): CompiledQuery[] => {
  const last = new Map(changes.map(({ after }) => [after.id, after]));
  const happenings = changes.map((change) => happeningOf(change));
  return changes.length === 0 ? [] : [ordersReplaced(tx, [...last.values()]), eventsRecorded(tx, happenings)];
};

/** The change for everybody who may see the order, to be appended to the change log. */
export const changeOf = ({ after, people }: Pick<OrderChange, "after" | "people">): DocumentChange => ({
  collection: "orders",
  documentId: after.id,
  audience: audienceOf(after, people),
  audienceIs: "whole",
});

/**
 * Changes one stored order, and lets its followers follow. `further` are events that the revisions do not show.
 * @returns the change for everybody who may see the order, to be appended to the change log; or the refusal of a follower,
 * after which the transaction must not be committed.
 */
export const writeOrder = async (
  tx: Tx,
  followers: OrderFollower,
  change: OrderChange,
  further: readonly OrderEvent[] = [],
): Promise<Result<DocumentChange, FollowerRefusal>> => {
  await pipeline(tx, [ordersReplaced(tx, [change.after]), eventsRecorded(tx, [happeningOf(change, further)])]);
  const followed = await followers.follow(tx, change);
  return followed.ok ? ok(changeOf(change)) : followed;
};
