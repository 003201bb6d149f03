import { useEffect } from "react";
import { useStore } from "zustand";

import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { positionAt, settlePosition } from "#renderer/list/inbox-position.ts";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";
import type { WindowedListState } from "#renderer/list/windowed-list.ts";
import { pageSize, rowAt } from "#renderer/list/windowed-list.ts";

interface ActiveRow {
  readonly activeIndex: number;
  readonly activate: (index: number) => void;
}

const knownRows = ({ pages }: WindowedListState<InboxRow>) =>
  [...pages].flatMap(([page, rows]) =>
    rows.map(({ orderId }, offset) => ({ index: page * pageSize + offset, orderId })),
  );

/** The row that the keys act on; it follows its order while the list changes around it. */
export const useActiveRow = (state: WindowedListState<InboxRow>): ActiveRow => {
  const { inboxPosition } = useWindowStores();
  const position = useStore(inboxPosition);
  const total = state.total ?? 0;
  const settled = total === 0 ? position : settlePosition(position, total, knownRows(state));

  useEffect(() => {
    if (settled !== position) inboxPosition.setState(settled, true);
  }, [inboxPosition, position, settled]);

  return {
    activeIndex: settled.index,
    activate: (index) => inboxPosition.setState(positionAt(index, rowAt(state, index)?.orderId), true),
  };
};
