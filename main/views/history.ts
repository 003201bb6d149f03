import type { MangoQuerySelector } from "rxdb";

import type { StoredDocuments } from "#main/store/documents.ts";
import { opened } from "#main/store/documents.ts";
import type { Store } from "#main/store/store.ts";
import { historyEntryOf } from "#shared/commands/record.ts";
import type { HistoryFilter, HistoryRow, HistoryView } from "#shared/contract/views.ts";
import { isNewer } from "#shared/domain/newer.ts";
import type { LoosePerson } from "#shared/domain/people.ts";
import { referenceTo } from "#shared/domain/people.ts";

import type { WindowRequest } from "./merged-window.ts";
import type { Picture } from "./picture.ts";

export interface HistoryQuery extends WindowRequest {
  /** Part of an order number. */
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
const notYetRecorded = async (store: Store, picture: Picture, person: LoosePerson): Promise<HistoryRow[]> => {
  const rows = (await picture.touched()).flatMap(({ applied }) =>
    applied.flatMap(({ order, intent, command }) => {
      const { verdict } = command;
      const entry = historyEntryOf(order, intent, command, {
        person: referenceTo(person),
        ...(!isNewer(verdict) && verdict.state === "accepted" ? { receivedAt: verdict.at } : {}),
      });
      return entry === undefined ? [] : [entry];
    }),
  );
  const recorded = await store.collections.history.findByIds(rows.map(({ id }) => id)).exec();
  return rows.filter(({ id }) => !recorded.has(id)).sort((left, right) => (left.madeAt < right.madeAt ? 1 : -1));
};

/** A window of the authorization history, newest first: what waits to be sent, then what is recorded. */
export const historyView = async (
  store: Store,
  picture: Picture,
  person: LoosePerson,
  query: HistoryQuery,
): Promise<HistoryView> => {
  const { history } = store.collections;
  const { start, count, filter } = query;
  const waiting = (await notYetRecorded(store, picture, person)).filter((row) => fits(row, query));
  if (filter === "waiting") return { total: waiting.length, start, rows: waiting.slice(start, start + count) };

  const selector = selectorOf(query);
  const recordedTotal = await history.count({ selector }).exec();
  const shown = waiting.slice(start, start + count);
  const limit = count - shown.length;
  const documents =
    limit === 0
      ? []
      : await history
          .find({
            selector,
            sort: [{ receivedAt: "desc" }, { id: "desc" }],
            skip: Math.max(0, start - waiting.length),
            limit,
          })
          .exec();
  return {
    total: waiting.length + recordedTotal,
    start,
    rows: [...shown, ...documents.map((document) => opened("history", document))],
  };
};
