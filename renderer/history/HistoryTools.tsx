import type { Ref } from "react";

import type { HistoryFilter } from "@countersign/shared/contract/views.ts";
import { historyFilterSchema } from "@countersign/shared/contract/views.ts";
import { SearchField } from "#renderer/kit/SearchField.tsx";
import { Select } from "#renderer/kit/Select.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

interface HistoryToolsProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly searchField: Ref<HTMLInputElement>;
  readonly filter: HistoryFilter;
  readonly onFilter: (filter: HistoryFilter) => void;
}

export const HistoryTools = ({ search, onSearch, searchField, filter, onFilter }: HistoryToolsProps) => {
  const t = screenWords("history");
  const choices = historyFilterSchema.options.map((id) => ({ id, name: t(`filter.${id}`) }));
  return (
    <>
      <SearchField label={t("search")} value={search} onChange={onSearch} inputRef={searchField} />
      <Select label={t("status")} choices={choices} value={filter} onChange={onFilter} />
    </>
  );
};
