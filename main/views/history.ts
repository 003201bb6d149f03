import type { MangoQuerySelector } from "rxdb";

import type { StoredDocuments } from "#main/store/documents.ts";
import { opened } from "#main/store/documents.ts";
import { countDocuments, readDocuments } from "#main/store/read.ts";
import type { Store } from "#main/store/store.ts";
import type { HistoryFilter, HistoryRow, HistoryView } from "@countersign/shared/contract/views.ts";

import type { WindowRequest } from "./merged-window.ts";
import type { OverlaidOrders } from "./overlaid-orders.ts";

export interface HistoryQuery extends WindowRequest {
  /** The search text: part of an order number. */
  readonly search: string;
  readonly filter: HistoryFilter;
}

const escapeForRegex = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const selectorOf = ({ search, filter }: HistoryQuery): MangoQuerySelector<StoredDocuments["history"]> => ({
  ...(filter === "all" || filter === "waiting" ? {} : { action: filter }),
  ...(search === "" ? {} : { "content.orderNumber": { $regex: escapeForRegex(search), $options: "i" } }),
});

const fits = (row: HistoryRow, { search, filter }: HistoryQuery): boolean =>
  (filter === "all" || row.action === filter || (filter === "waiting" && row.receivedAt === undefined)) &&
  row.orderNumber.toLowerCase().includes(search.toLowerCase());

/** This person's own decisions that the history does not have yet, newest first. */
const unrecorded = async (overlaid: OverlaidOrders): Promise<HistoryRow[]> =>
  (await overlaid.ownChanges())
    .flatMap((change) => change.unrecorded)
    .sort((left, right) => (left.madeAt < right.madeAt ? 1 : -1));

/** A window of the authorization history, newest first: decisions waiting to be sent, then recorded ones. */
export const historyView = async (
  store: Store,
  overlaid: OverlaidOrders,
  query: HistoryQuery,
  signal?: AbortSignal,
): Promise<HistoryView> => {
  const { history } = store.collections;
  const { start, count, filter } = query;
  const waiting = (await unrecorded(overlaid)).filter((row) => fits(row, query));
  if (filter === "waiting") return { total: waiting.length, start, rows: waiting.slice(start, start + count) };

  const selector = selectorOf(query);
  const recordedTotal = await countDocuments(history, selector, signal);
  const shown = waiting.slice(start, start + count);
  const limit = count - shown.length;
  const skip = Math.max(0, start - waiting.length);
  const sort = [{ receivedAt: "desc" }, { id: "desc" }] as const;
  const documents = limit === 0 ? [] : await readDocuments(history, { selector, sort: [...sort], skip, limit }, signal);
  const recorded = documents.map((document) => opened("history", document));
  return { total: waiting.length + recordedTotal, start, rows: [...shown, ...recorded] };
};
