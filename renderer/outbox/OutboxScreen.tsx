import { Send } from "lucide-react";
import { useCallback, useState } from "react";
import { Link, useLocation } from "wouter";

import type { OutboxEntry } from "@countersign/shared/contract/views.ts";
import { useBridge, useTopic } from "#renderer/bridge/bridge-context.tsx";
import { Button } from "#renderer/kit/Button.tsx";
import { EmptyState } from "#renderer/kit/EmptyState.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { RowGrid } from "#renderer/kit/RowGrid.tsx";
import { Screen } from "#renderer/kit/Screen.tsx";
import { orderPath, routes } from "#renderer/routes.ts";
import { useAction } from "#renderer/bridge/use-action.ts";
import { useWindowedList } from "#renderer/list/use-windowed-list.ts";
import type { FollowWindow } from "#renderer/list/windowed-list.ts";
import { rowAt } from "#renderer/list/windowed-list.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { useOutboxColumns } from "./use-outbox-columns.tsx";

/** Every decision made on this device: waiting, accepted, or refused with the reason and the next step (D09). */
export const OutboxScreen = () => {
  const t = screenWords("outbox");
  const [, navigate] = useLocation();
  const { state, show } = useWindowedList(useFollowOutbox());
  const [activeIndex, setActiveIndex] = useState(0);
  const columns = useOutboxColumns();
  const { run, problem, isRunning } = useAction("sync-now");
  const status = useTopic("status", {});
  const isOffline = status?.ok === true && status.value.connection === "offline";
  const { total } = state;

  return (
    <Screen
      title={t("title")}
      {...(total === undefined ? {} : { count: t("count", { count: total }) })}
      tools={
        <Button onPress={() => void run({})} isPending={isRunning}>
          <Send size={14} aria-hidden="true" />
          {t("sendNow")}
        </Button>
      }
      problem={problem ?? state.problem}
      message={isOffline && <Notice tone="waiting">{t("offline")}</Notice>}
    >
      {total === 0 ? (
        <EmptyState icon={Send} title={t("emptyTitle")} action={<Link href={routes.inbox}>{t("toInbox")}</Link>}>
          {t("emptyText")}
        </EmptyState>
      ) : (
        <RowGrid
          label={t("title")}
          columns={columns}
          total={total ?? 0}
          rowAt={(index) => rowAt(state, index)}
          rowHeight={58}
          isWrapping
          activeIndex={Math.min(activeIndex, Math.max(0, (total ?? 0) - 1))}
          onActiveIndexChange={setActiveIndex}
          onShow={show}
          onOpen={({ orderId }) => orderId !== undefined && navigate(orderPath(orderId))}
        />
      )}
    </Screen>
  );
};

const useFollowOutbox = (): FollowWindow<OutboxEntry> => {
  const bridge = useBridge();
  return useCallback(
    (start, count, onUpdate) =>
      bridge.follow("outbox", { start, count }, (update) =>
        onUpdate(update.ok ? { ok: true, value: { total: update.value.total, rows: update.value.entries } } : update),
      ),
    [bridge],
  );
};
