import type { englishIntervals } from "../en/intervals.ts";
import type { Translation } from "../text.ts";

export const germanIntervals = {
  every: {
    year: { one: "jedes Jahr", other: "alle {{count}} Jahre" },
    month: { one: "jeden Monat", other: "alle {{count}} Monate" },
    week: { one: "jede Woche", other: "alle {{count}} Wochen" },
    day: { one: "jeden Tag", other: "alle {{count}} Tage" },
  },
  everyCombined: "im Abstand von {{parts}}",
  and: "{{some}} und {{more}}",
  part: {
    year: { one: "{{count}} Jahr", other: "{{count}} Jahren" },
    month: { one: "{{count}} Monat", other: "{{count}} Monaten" },
    week: { one: "{{count}} Woche", other: "{{count}} Wochen" },
    day: { one: "{{count}} Tag", other: "{{count}} Tagen" },
  },
  period: {
    weekly: "wöchentliche",
    monthly: "monatliche",
    quarterly: "vierteljährliche",
    "half-yearly": "halbjährliche",
    yearly: "jährliche",
    fixed: "feste",
  },
} as const satisfies Translation<typeof englishIntervals>;
