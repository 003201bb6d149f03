import { opened } from "#main/store/documents.ts";
import type { Store } from "#main/store/store.ts";
import type { InboxRow, InboxView } from "#shared/contract/views.ts";
import type { LooseOrder } from "#shared/domain/order.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import { stageToDecide, waitingSince } from "#shared/engine/waiting.ts";

import type { Keyed, WindowRequest } from "./merged-window.ts";
import { mergedWindow } from "./merged-window.ts";
import type { Picture } from "./picture.ts";

interface KeyedRow extends Keyed {
  readonly row: InboxRow;
}

/** The inbox's order: longest waiting first, ties by id. Instants sort as text. */
const keyOf = (since: string, orderId: string): string => `${since} ${orderId}`;

const rowOf = (order: LooseOrder, personId: PersonId): InboxRow | undefined => {
  const stage = stageToDecide(order, personId);
  if (stage === undefined) return undefined;
  return {
    orderId: order.id,
    number: order.number,
    requester: order.requester.name,
    customer: order.customer.name,
    amount: order.totals.gross,
    placedAt: order.placedAt,
    waitingSince: waitingSince(order),
    stageId: stage.id,
    stageRole: stage.role,
    isRecurring: order.recurrence !== undefined,
  };
};

const keyedRows = (orders: readonly LooseOrder[], personId: PersonId): KeyedRow[] =>
  orders.flatMap((order) => {
    const row = rowOf(order, personId);
    return row === undefined ? [] : [{ key: keyOf(row.waitingSince, row.orderId), row }];
  });

/** What this person's own commands change about the stored inbox. */
const changesOf = async (picture: Picture, personId: PersonId) => {
  const touched = await picture.touched();
  const left = touched.filter(({ stored }) => stored.waits);
  const entered = touched.filter(({ order }) => stageToDecide(order, personId) !== undefined);
  return {
    removed: left.map(({ stored }) => keyOf(stored.waitsSince, stored.id)),
    added: keyedRows(
      entered.map(({ order }) => order),
      personId,
    ),
  };
};

const countStored = (store: Store): Promise<number> =>
  store.collections.orders.count({ selector: { waits: true } }).exec();

const readStored = async (store: Store, personId: PersonId, skip: number, limit: number): Promise<KeyedRow[]> => {
  if (limit <= 0) return [];
  const documents = await store.collections.orders
    .find({ selector: { waits: true }, sort: [{ waitsSince: "asc" }, { id: "asc" }], skip, limit })
    .exec();
  return keyedRows(
    documents.map((document) => opened("orders", document)),
    personId,
  );
};

/** How many orders wait for this person (D04). */
export const inboxCount = async (store: Store, picture: Picture, personId: PersonId): Promise<number> => {
  const [stored, { removed, added }] = await Promise.all([countStored(store), changesOf(picture, personId)]);
  return stored - removed.length + added.length;
};

/** A window of the orders that wait for this person. */
export const inboxView = async (
  store: Store,
  picture: Picture,
  personId: PersonId,
  window: WindowRequest,
): Promise<InboxView> => {
  const [storedTotal, changes] = await Promise.all([countStored(store), changesOf(picture, personId)]);
  const { total, rows } = await mergedWindow({
    window,
    storedTotal,
    ...changes,
    read: (skip, limit) => readStored(store, personId, skip, limit),
  });
  return { total, start: window.start, rows: rows.map(({ row }) => row) };
};
