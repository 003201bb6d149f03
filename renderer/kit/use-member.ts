import { useTranslation } from "react-i18next";

import type { Newer } from "@countersign/shared/domain/newer.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";

/** A member of a closed list in words; of one that only a newer version knows, that it is one. */
export const useMember = () => {
  const { t } = useTranslation("kit");
  return <Known>(member: Known | Newer, words: (known: Known) => string): string =>
    isNewer(member) ? t("newer") : words(member);
};
