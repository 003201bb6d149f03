import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { TimeFormat } from "./format-time.ts";
import { formatAge, formatExactly, formatInstant } from "./format-time.ts";

interface TimeProps {
  readonly at: Instant;
  readonly format?: TimeFormat;
}

/** A point in time in the reader's locale, with the exact time on hover; in one piece also where text runs the other way. */
export const Time = ({ at, format = "date-time" }: TimeProps) => (
  <time dir="auto" dateTime={at} title={formatExactly(at)}>
    {formatInstant(at, format)}
  </time>
);

/** How long ago something was, with the exact time on hover. */
export const Age = ({ since, now }: { readonly since: Instant; readonly now: number }) => (
  <time dir="auto" dateTime={since} title={formatExactly(since)}>
    {formatAge(since, now)}
  </time>
);
