import { Temporal } from "temporal-polyfill";

export type IntervalUnit = "year" | "month" | "week" | "day";

export interface IntervalPart {
  readonly unit: IntervalUnit;
  readonly count: number;
}

/**
 * An ISO 8601 interval in the units that people use: P7D is one week, P21D three weeks, P12M one year.
 * @throws RangeError for text that is not an interval; documents contain only checked ones.
 */
export const intervalParts = (interval: string): IntervalPart[] => {
  const { years, months, weeks, days } = Temporal.Duration.from(interval);
  const isWholeWeeks = weeks === 0 && days > 0 && days % 7 === 0;
  const isWholeYears = months > 0 && months % 12 === 0;
  const parts: IntervalPart[] = [
    { unit: "year", count: isWholeYears ? years + months / 12 : years },
    { unit: "month", count: isWholeYears ? 0 : months },
    { unit: "week", count: isWholeWeeks ? days / 7 : weeks },
    { unit: "day", count: isWholeWeeks ? 0 : days },
  ];
  return parts.filter(({ count }) => count > 0);
};
