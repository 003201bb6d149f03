import { opened } from "#main/store/documents.ts";
import { countDocuments, readDocuments } from "#main/store/read.ts";
import type { Store } from "#main/store/store.ts";
import type { InboxView } from "@countersign/shared/contract/views.ts";
import type { OrderId, PersonId } from "@countersign/shared/domain/ids.ts";

import type { KeyedRow } from "./inbox-rows.ts";
import { inboxRow } from "./inbox-rows.ts";
import type { WindowRequest } from "./merged-window.ts";
import { mergedWindow } from "./merged-window.ts";
import type { OverlaidOrders } from "./overlaid-orders.ts";

/** How this person's own commands change the stored inbox. */
const changesOf = async (
  overlaid: OverlaidOrders,
): Promise<{ readonly removed: readonly OrderId[]; readonly added: readonly KeyedRow[] }> => {
  const changes = await overlaid.ownChanges();
  return {
    removed: changes.filter(({ hidesStoredRow }) => hidesStoredRow).map(({ pulled }) => pulled.id),
    added: changes.flatMap(({ shownRow }) => shownRow ?? []),
  };
};

const countStored = (store: Store): Promise<number> => countDocuments(store.collections.orders, { asksMe: true });

interface StoredRows {
  readonly removed: readonly OrderId[];
  readonly skip: number;
  readonly limit: number;
}

/** Rows of the stored inbox without the removed ones, which may be many and are skipped within the index. */
const readStored = async (
  store: Store,
  personId: PersonId,
  { removed, skip, limit }: StoredRows,
  signal: AbortSignal | undefined,
): Promise<KeyedRow[]> => {
  if (limit <= 0) return [];
  const documents = await readDocuments(
    store.collections.orders,
    {
      selector: { asksMe: true, ...(removed.length === 0 ? {} : { id: { $nin: [...removed] } }) },
      sort: [{ waitingSince: "asc" }, { id: "asc" }],
      skip,
      limit,
    },
    signal,
  );
  return documents.flatMap((document) => inboxRow(opened("orders", document), personId) ?? []);
};

/** How many orders wait for this person (D04). */
export const inboxCount = async (store: Store, overlaid: OverlaidOrders): Promise<number> => {
  const { removed, added } = await changesOf(overlaid);
  return (await countStored(store)) - removed.length + added.length;
};

/** A window of the orders that wait for this person. */
export const inboxView = async (
  store: Store,
  overlaid: OverlaidOrders,
  personId: PersonId,
  window: WindowRequest,
  signal?: AbortSignal,
): Promise<InboxView> => {
  const { removed, added } = await changesOf(overlaid);
  const { total, rows } = await mergedWindow({
    window,
    storedTotal: (await countStored(store)) - removed.length,
    added,
    read: (skip, limit) => readStored(store, personId, { removed, skip, limit }, signal),
  });
  return { total, start: window.start, rows: rows.map(({ row }) => row) };
};
