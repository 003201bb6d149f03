import type { TFunction } from "i18next";

import { intervalParts, englishInterval as englishWords } from "@countersign/shared/domain/interval.ts";

/** An ISO 8601 interval in words: `every 3 weeks`. */
export const intervalWords = (interval: string, t: TFunction<"order">): string => {
  const [only, ...others] = intervalParts(interval);
  if (only === undefined || others.length > 0) return englishWords(interval);
  return t(`recurrence.${only.unit}s`, { count: only.count });
};
