import { useCallback, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";

import type { FollowWindow, WindowedListState } from "./windowed-list.ts";
import { createWindowedList } from "./windowed-list.ts";

interface ShownList<Row> {
  readonly state: WindowedListState<Row>;
  readonly show: (first: number, last: number) => void;
}

/**
 * A windowed list for a component. With a new `follow` (another search, another filter), the old rows stay until the
 * first page of the new list is here, so that nothing flashes.
 */
export const useWindowedList = <Row>(follow: FollowWindow<Row>): ShownList<Row> => {
  const list = useMemo(() => createWindowedList(follow), [follow]);
  const state = useStore(list.store);
  useEffect(() => {
    list.show(0, 0);
    return () => list.close();
  }, [list]);

  const isReady = state.total !== undefined || state.problem !== undefined;
  const [lastReady, setLastReady] = useState(state);
  if (isReady && lastReady !== state) setLastReady(state);

  const show = useCallback((first: number, last: number) => list.show(first, last), [list]);
  return { state: isReady ? state : lastReady, show };
};
