import { History, SearchX } from "lucide-react";

import { Button } from "#renderer/kit/Button.tsx";
import { EmptyState } from "#renderer/kit/EmptyState.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

/** No entry: none at all, or none of those that are searched, with a way back to all. */
export const HistoryEmpty = ({ onShowAll }: { readonly onShowAll: (() => void) | undefined }) => {
  const t = screenWords("history");
  return onShowAll === undefined ? (
    <EmptyState icon={History} title={t("emptyTitle")}>
      {t("emptyText")}
    </EmptyState>
  ) : (
    <EmptyState icon={SearchX} title={t("noMatchTitle")} action={<Button onPress={onShowAll}>{t("showAll")}</Button>}>
      {t("noMatchText")}
    </EmptyState>
  );
};
