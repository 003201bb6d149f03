import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

export const pageSize = 100;
/** Rows fetched ahead, so that ordinary scrolling meets no placeholder. */
const rowsAhead = 75;
/** Pages followed at a time: the visible ones, and neighbours that a scroll back needs again. */
const pagesKept = 6;
/** Pages are asked for at most this often, so that dragging through the list skips those that only pass. */
const throttleMillis = 60;

export interface ListWindow<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** Follows the rows from `start` on; returns the function that ends it. */
export type FollowWindow<Row> = (
  start: number,
  count: number,
  onUpdate: (update: Result<ListWindow<Row>, AppError>) => void,
) => () => void;

export interface WindowedListState<Row> {
  /** Missing until the first page has arrived. */
  readonly total?: number;
  readonly pages: ReadonlyMap<number, readonly Row[]>;
  readonly problem?: AppError;
}

export interface WindowedList<Row> {
  readonly store: StoreApi<WindowedListState<Row>>;
  /** Says which rows are visible now. */
  show(first: number, last: number): void;
  close(): void;
}

export const rowAt = <Row>({ pages }: WindowedListState<Row>, index: number): Row | undefined =>
  pages.get(Math.floor(index / pageSize))?.[index % pageSize];

/** A long list that holds only the pages around the visible rows, and follows each page that it holds. */
export const createWindowedList = <Row>(follow: FollowWindow<Row>): WindowedList<Row> => {
  const store = createStore<WindowedListState<Row>>(() => ({ pages: new Map() }));
  /** In the order of their last use, oldest first. */
  const followed = new Map<number, () => void>();
  let wanted: readonly number[] = [];
  let throttle: ReturnType<typeof setTimeout> | undefined;

  const receive = (page: number, update: Result<ListWindow<Row>, AppError>) => {
    const { pages, total } = store.getState();
    if (!update.ok) {
      store.setState({ pages, ...(total === undefined ? {} : { total }), problem: update.error }, true);
      return;
    }
    store.setState({ total: update.value.total, pages: new Map(pages).set(page, update.value.rows) }, true);
  };

  const drop = (page: number) => {
    followed.get(page)?.();
    followed.delete(page);
    const pages = new Map(store.getState().pages);
    pages.delete(page);
    store.setState({ pages });
  };

  const followWanted = () => {
    clearTimeout(throttle);
    throttle = undefined;
    for (const page of wanted) {
      const end = followed.get(page) ?? follow(page * pageSize, pageSize, (update) => receive(page, update));
      followed.delete(page);
      followed.set(page, end);
    }
    const [...pages] = followed.keys();
    for (const page of pages.slice(0, Math.max(0, pages.length - pagesKept))) drop(page);
  };

  return {
    store,
    show: (first, last) => {
      const lastRow = (store.getState().total ?? pageSize) - 1;
      const from = Math.max(0, Math.floor((first - rowsAhead) / pageSize));
      const to = Math.max(from, Math.floor(Math.min(last + rowsAhead, lastRow) / pageSize));
      wanted = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
      if (followed.size === 0 || wanted.every((page) => followed.has(page))) followWanted();
      else throttle ??= setTimeout(followWanted, throttleMillis);
    },
    close: () => {
      clearTimeout(throttle);
      for (const end of followed.values()) end();
      followed.clear();
    },
  };
};
