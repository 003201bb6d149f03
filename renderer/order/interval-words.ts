import type { TFunction } from "i18next";

type Unit = "days" | "weeks" | "months" | "years";

const pattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;

/** Days in whole weeks read as weeks: P7D is every week, P21D every three weeks. */
const inLargestUnit = (count: number, unit: Unit): { count: number; unit: Unit } => {
  if (unit === "days" && count % 7 === 0) return { count: count / 7, unit: "weeks" };
  if (unit === "months" && count % 12 === 0) return { count: count / 12, unit: "years" };
  return { count, unit };
};

/** An ISO 8601 interval in words: `every 3 weeks`. A mixed one (P1M15D) stays as it is written. */
export const intervalWords = (interval: string, t: TFunction<"order">): string => {
  const [, years, months, weeks, days] = pattern.exec(interval) ?? [];
  const parts: { count: number; unit: Unit }[] = [];
  for (const [text, unit] of [
    [years, "years"],
    [months, "months"],
    [weeks, "weeks"],
    [days, "days"],
  ] as const)
    if (Number(text ?? 0) > 0) parts.push({ count: Number(text), unit });
  const [only] = parts;
  if (only === undefined || parts.length > 1) return interval;
  const { count, unit } = inLargestUnit(only.count, only.unit);
  return t(`recurrence.${unit}`, { count });
};
