import { useCallback, useDeferredValue, useRef, useState } from "react";
import { useLocation } from "wouter";

import type { HistoryFilter, HistoryRow } from "@countersign/shared/contract/views.ts";
import { useBridge } from "#renderer/bridge/bridge-context.tsx";
import { RowGrid } from "#renderer/kit/RowGrid.tsx";
import { Screen } from "#renderer/kit/Screen.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import { orderPath } from "#renderer/routes.ts";
import { useWindowedList } from "#renderer/list/use-windowed-list.ts";
import type { FollowWindow } from "#renderer/list/windowed-list.ts";
import { rowAt } from "#renderer/list/windowed-list.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { HistoryEmpty } from "./HistoryEmpty.tsx";
import { HistoryTools } from "./HistoryTools.tsx";
import { useHistoryColumns } from "./use-history-columns.tsx";

/** Who decided what, when and why (D06, S49), searched by order number and filtered by status. */
export const HistoryScreen = () => {
  const t = screenWords("history");
  const [, navigate] = useLocation();
  const searchField = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<HistoryFilter>("all");
  const [activeIndex, setActiveIndex] = useState(0);
  const { state, show } = useWindowedList(useFollowHistory(useDeferredValue(search.trim()), filter));
  const columns = useHistoryColumns();
  const { total, problem } = state;
  const isNarrowed = search.trim() !== "" || filter !== "all";

  useShortcuts({ "/": () => searchField.current?.focus() });
  const showAll = () => {
    setSearch("");
    setFilter("all");
  };

  return (
    <Screen
      title={t("title")}
      {...(total === undefined ? {} : { count: t("count", { count: total }) })}
      tools={
        <HistoryTools
          search={search}
          onSearch={setSearch}
          searchField={searchField}
          filter={filter}
          onFilter={setFilter}
        />
      }
      problem={problem}
    >
      {total !== 0 && (
        <RowGrid
          label={t("title")}
          columns={columns}
          total={total ?? 0}
          rowAt={(index) => rowAt(state, index)}
          rowHeight={52}
          isWrapping
          activeIndex={Math.min(activeIndex, Math.max(0, (total ?? 0) - 1))}
          onActiveIndexChange={setActiveIndex}
          onShow={show}
          onOpen={({ orderId }) => navigate(orderPath(orderId))}
        />
      )}
      {total === 0 && <HistoryEmpty onShowAll={isNarrowed ? showAll : undefined} />}
    </Screen>
  );
};

const useFollowHistory = (search: string, filter: HistoryFilter): FollowWindow<HistoryRow> => {
  const bridge = useBridge();
  return useCallback(
    (start, count, onUpdate) => bridge.follow("history", { start, count, search, filter }, onUpdate),
    [bridge, search, filter],
  );
};
