import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { ConnectRequest } from "./connect-schema.ts";
import type { ImportRefusal } from "./import-refusal.ts";
import { importRefusal } from "./import-refusal.ts";

/** The billing periods, shortest first. */
const intervals = new Map([
  ["monthly", "P1M"],
  ["yearly", "P1Y"],
]);
const once = ["onetime", "one-time", "one time"];

const shortest = (periods: ReadonlySet<string>): string | undefined => {
  for (const [period, interval] of intervals) if (periods.has(period)) return interval;
  return undefined;
};

/**
 * How the order repeats, or nothing if no line does. An order has one interval: that of its most frequent line. It starts
 * when the request was created; the platform counts in UTC.
 */
export const recurrenceOf = ({ asset, created }: ConnectRequest): Result<Recurrence | undefined, ImportRefusal> => {
  const periods = new Set<string>();
  for (const [index, { period }] of asset.items.entries()) {
    const known = period?.toLowerCase();
    if (known === undefined || once.includes(known)) continue;
    if (!intervals.has(known))
      return fail(
        importRefusal(
          `is ${JSON.stringify(period)}, which is not a known billing period`,
          `asset.items.${index}.period`,
        ),
      );
    periods.add(known);
  }
  const interval = shortest(periods);
  if (interval === undefined) return ok(undefined);
  if (created === undefined) return fail(importRefusal("is missing, and a recurring order needs its start", "created"));
  return ok({ interval, startsAt: created, timeZone: "UTC" });
};
