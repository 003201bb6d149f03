import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

import type { OrderId } from "@countersign/shared/domain/ids.ts";

/** Where the person is in the inbox; kept while an order is open, so that going back or to the next order finds the place. */
export interface InboxPosition {
  readonly index: number;
  /** Unknown while the row is being fetched. */
  readonly orderId?: OrderId;
}

export type InboxPositionStore = StoreApi<InboxPosition>;

const emptyInboxPosition = (): InboxPosition => ({ index: 0 });

export const createInboxPosition = (): InboxPositionStore => createStore(emptyInboxPosition);

export const positionAt = (index: number, orderId: OrderId | undefined): InboxPosition =>
  orderId === undefined ? { index } : { index, orderId };

interface KnownRow {
  readonly index: number;
  readonly orderId: OrderId;
}

/**
 * The position after the list changed: it follows its order to another row; when the order left, the row that took
 * its place is the next one to decide.
 */
export const settlePosition = (position: InboxPosition, total: number, rows: readonly KnownRow[]): InboxPosition => {
  const moved = position.orderId && rows.find(({ orderId }) => orderId === position.orderId);
  if (moved) return moved.index === position.index ? position : moved;
  const index = Math.max(0, Math.min(position.index, total - 1));
  const there = rows.find((row) => row.index === index);
  if (there === undefined && index === position.index) return position;
  return positionAt(index, there?.orderId);
};
