import { useStore } from "zustand";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { useTopic } from "#renderer/bridge/bridge-context.tsx";
import { positionAt } from "#renderer/list/inbox-position.ts";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";

interface Neighbours {
  readonly previous: InboxRow | undefined;
  readonly next: InboxRow | undefined;
  /** Moves the inbox's position along, so that going back finds the order. */
  readonly moveTo: (row: InboxRow) => void;
}

/** The orders before and after this one in the inbox. If this one has left the inbox, the next one has taken its place. */
export const useNeighbours = (orderId: OrderId): Neighbours => {
  const { inboxPosition } = useWindowStores();
  const { index } = useStore(inboxPosition);
  const start = Math.max(0, index - 2);
  const update = useTopic("inbox", { start, count: 5 });
  const rows = update?.ok ? update.value.rows : [];
  const here = rows.findIndex((row) => row.orderId === orderId);
  const before = here === -1 ? index - start - 1 : here - 1;
  const after = here === -1 ? index - start : here + 1;
  return {
    previous: rows[before],
    next: rows[after],
    moveTo: (row) => inboxPosition.setState(positionAt(start + rows.indexOf(row), row.orderId), true),
  };
};
