import { intervalParts } from "#shared/domain/interval.ts";

import { intervalWords } from "./by-language.ts";
import { fillText } from "./fill-text.ts";
import type { Formats } from "./formats.ts";

/** An ISO 8601 interval as a person says it: "every month", "every 3 weeks", "every 1 year and 6 months". */
export const intervalText = (interval: string, formats: Formats): string => {
  const words = intervalWords[formats.language];
  const parts = intervalParts(interval);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return fillText(words.every[only.unit], { count: only.count }, formats);
  const counted = parts.map(({ unit, count }) => fillText(words.part[unit], { count }, formats));
  return fillText(
    words.everyCombined,
    { parts: counted.reduce((some, more) => fillText(words.and, { some, more }, formats)) },
    formats,
  );
};
