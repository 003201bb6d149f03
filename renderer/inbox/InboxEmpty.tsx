import { Inbox } from "lucide-react";
import { Link } from "wouter";

import { useTopic } from "#renderer/bridge/bridge-context.tsx";
import { EmptyState } from "#renderer/kit/EmptyState.tsx";
import { routes } from "#renderer/routes.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

/** An empty inbox says whether it is really empty: not during the first load, perhaps not while offline. */
export const InboxEmpty = () => {
  const t = screenWords("inbox");
  const status = useTopic("status", {});
  const view = status?.ok ? status.value : undefined;
  if (view?.loading !== undefined)
    return (
      <EmptyState icon={Inbox} title={t("emptyLoading")}>
        {t("emptyLoadingText")}
      </EmptyState>
    );
  const isOffline = view?.connection === "offline";
  return (
    <EmptyState icon={Inbox} title={t("emptyTitle")} action={<Link href={routes.history}>{t("toHistory")}</Link>}>
      {isOffline ? t("emptyOffline") : t("emptyText")}
    </EmptyState>
  );
};
