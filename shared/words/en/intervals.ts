import type { BudgetPeriod } from "#shared/domain/approval-flow.ts";
import type { IntervalUnit } from "#shared/domain/interval.ts";

import type { Plural } from "../text.ts";

/** How often something repeats. */
export const englishIntervals = {
  every: {
    year: { one: "every year", other: "every {{count}} years" },
    month: { one: "every month", other: "every {{count}} months" },
    week: { one: "every week", other: "every {{count}} weeks" },
    day: { one: "every day", other: "every {{count}} days" },
  } satisfies Record<IntervalUnit, Plural>,
  everyCombined: "every {{parts}}",
  and: "{{some}} and {{more}}",
  part: {
    year: { one: "{{count}} year", other: "{{count}} years" },
    month: { one: "{{count}} month", other: "{{count}} months" },
    week: { one: "{{count}} week", other: "{{count}} weeks" },
    day: { one: "{{count}} day", other: "{{count}} days" },
  } satisfies Record<IntervalUnit, Plural>,
  /** A budget's period as it stands before the word. */
  period: {
    weekly: "weekly",
    monthly: "monthly",
    quarterly: "quarterly",
    "half-yearly": "half-yearly",
    yearly: "yearly",
    fixed: "fixed",
  } satisfies Record<BudgetPeriod, string>,
} as const;
