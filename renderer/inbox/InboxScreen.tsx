import { useCallback, useState } from "react";
import { useLocation } from "wouter";

import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { useBridge } from "#renderer/bridge/bridge-context.tsx";
import { RowGrid } from "#renderer/kit/RowGrid.tsx";
import { Screen } from "#renderer/kit/Screen.tsx";
import { useShortcuts } from "#renderer/kit/use-shortcuts.ts";
import type { RejectedOrder } from "#renderer/decisions/RejectDialog.tsx";
import { RejectDialog } from "#renderer/decisions/RejectDialog.tsx";
import { orderPath } from "#renderer/routes.ts";
import { useWindowedList } from "#renderer/list/use-windowed-list.ts";
import type { FollowWindow } from "#renderer/list/windowed-list.ts";
import { rowAt } from "#renderer/list/windowed-list.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { InboxEmpty } from "./InboxEmpty.tsx";
import { KeyHints } from "./KeyHints.tsx";
import { LastDecisionNote } from "./LastDecisionNote.tsx";
import { useActiveRow } from "./use-active-row.ts";
import { useInboxColumns } from "./use-inbox-columns.tsx";
import { useInboxDecisions } from "./use-inbox-decisions.ts";
import { useRefusal } from "./use-refusal.ts";

/** The orders that wait for this person (D04), cleared with the keyboard (D10). */
export const InboxScreen = () => {
  const t = screenWords("inbox");
  const [, navigate] = useLocation();
  const { state, show } = useWindowedList(useFollowInbox());
  const { activeIndex, activate } = useActiveRow(state);
  const columns = useInboxColumns();
  const { approve, remember, problem } = useInboxDecisions();
  const [rejected, setRejected] = useState<RejectedOrder>();
  const { total } = state;
  const active = rowAt(state, activeIndex);
  const { refusal, ifDecidable } = useRefusal(active);

  useShortcuts(
    active === undefined
      ? {}
      : {
          a: () => ifDecidable(active, (row) => void approve(row)),
          r: () => ifDecidable(active, setRejected),
        },
  );

  return (
    <Screen
      title={t("title")}
      {...(total === undefined || total === 0 ? {} : { count: t("count", { count: total }) })}
      tools={<LastDecisionNote />}
      problem={refusal ?? problem ?? state.problem}
    >
      {total === 0 ? (
        <InboxEmpty />
      ) : (
        <RowGrid
          label={t("title")}
          columns={columns}
          total={total ?? 0}
          rowAt={(index) => rowAt(state, index)}
          rowHeight={40}
          activeIndex={activeIndex}
          onActiveIndexChange={activate}
          onShow={show}
          onOpen={({ orderId }) => navigate(orderPath(orderId))}
        />
      )}
      {total !== 0 && <KeyHints />}
      {rejected && (
        <RejectDialog
          order={rejected}
          onClose={() => setRejected(undefined)}
          onRejected={() => {
            setRejected(undefined);
            remember("rejected", rejected);
          }}
        />
      )}
    </Screen>
  );
};

const useFollowInbox = (): FollowWindow<InboxRow> => {
  const bridge = useBridge();
  return useCallback((start, count, onUpdate) => bridge.follow("inbox", { start, count }, onUpdate), [bridge]);
};
