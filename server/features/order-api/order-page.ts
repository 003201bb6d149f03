import { z } from "zod";

import type { OrderPage, orderPageQuerySchema } from "@countersign/shared/contract/api/orders.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Position } from "#server/records/change-log/change-log.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { readableTexts } from "#server/records/visibility/readable-texts.ts";

type OrderPageQuery = z.infer<typeof orderPageQuerySchema>;
const cursorSchema = z.tuple([z.string().min(1).max(64), z.int().min(0), z.string().max(64)]);

const cursorOf = (epoch: string, { sequence, documentId }: Position): string =>
  Buffer.from(JSON.stringify([epoch, sequence, documentId])).toString("base64url");

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The position of a cursor. One from another epoch starts again: its numbers mean nothing here. */
const positionOf = (cursor: string | undefined, epoch: string): Result<Position, RequestRefusal> => {
  const beginning: Position = { sequence: 0, documentId: "" };
  if (cursor === undefined) return ok(beginning);
  const read = cursorSchema.safeParse(parsed(Buffer.from(cursor, "base64url").toString()));
  if (!read.success || read.data[2].includes("\0")) return malformed([{ path: "cursor", code: "not-a-next-cursor" }]);
  const [of, sequence, documentId] = read.data;
  return ok(of === epoch ? { sequence, documentId } : beginning);
};

const fits = ({ status, customer, placedSince }: OrderPageQuery, order: Order): boolean =>
  (status === undefined || order.status === status) &&
  (customer === undefined || order.customer.organisationId === customer) &&
  (placedSince === undefined || order.placedAt >= placedSince);

/** The most rows read at once, and for one page, so that a rare filter does not read the whole network. */
const batch = 200;
const mostRead = 2_000;

/**
 * The orders that the caller may see, by their last change, as the caller may read them. It follows the change log, so
 * that a caller who keeps the cursor misses nothing, whatever is written meanwhile. Refused for an invalid cursor.
 */
export const ordersFor = async (
  { db, changeLog }: Services,
  { person, epoch }: Session,
  query: OrderPageQuery,
): Promise<Result<OrderPage, RequestRefusal>> => {
  const orders: Order[] = [];
  const from = positionOf(query.cursor, epoch);
  if (!from.ok) return from;
  let position = from.value;
  for (let read = 0; read < mostRead; read += batch) {
    const rows = await changeLog.read(person.id, "orders", position, batch);
    const documents = await readableTexts(db, "orders", rows, person);
    for (const [index, { sequence, documentId }] of rows.entries()) {
      if (orders.length === query.limit) return ok({ orders, next: cursorOf(epoch, position), hasMore: true });
      position = { sequence, documentId };
      const document = documents[index] ?? null;
      if (document === null) continue;
      const order = JSON.parse(document) as Order;
      if (fits(query, order)) orders.push(order);
    }
    if (rows.length < batch) return ok({ orders, next: cursorOf(epoch, position), hasMore: false });
  }
  return ok({ orders, next: cursorOf(epoch, position), hasMore: true });
};
