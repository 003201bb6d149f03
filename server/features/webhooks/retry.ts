import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { PostOutcome } from "./post.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The pauses after each failed try (Standard Webhooks): ten tries over 75 hours and 35 minutes. @internal */
export const pauses: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
const shortestPause = 5 * second;
const longestPause = 24 * hour;

/**
 * What a try means for the message. `gone`: the receiver wants no more messages at all. `holdUntil`: it is overloaded, and
 * gets no other message before then.
 */
export type NextDelivery =
  | { readonly next: "delivered" }
  | { readonly next: "gone" }
  | { readonly next: "given-up" }
  | { readonly next: "again"; readonly at: Instant; readonly holdUntil?: Instant };

/** The answers of an overloaded receiver, or of something in front of it. */
const overloaded: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** `Retry-After` in milliseconds, from either of its forms (RFC 9110); 0 if there is none. */
const retryAfterMillis = (text: string | undefined, now: Instant): number => {
  if (text === undefined) return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text) * second;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - millisOf(now));
};

/**
 * What follows the try with this number, counted from 1. Only a 2xx is a success; a redirect is not followed. An overloaded
 * receiver that asks for more time gets it, up to the longest pause.
 */
export const nextDeliveryOf = (outcome: PostOutcome, tries: number, now: Instant): NextDelivery => {
  if ("status" in outcome) {
    if (outcome.status >= 200 && outcome.status < 300) return { next: "delivered" };
    if (outcome.status === 410) return { next: "gone" };
  }
  const pause = pauses[tries - 1];
  if (pause === undefined) return { next: "given-up" };
  const later = (millis: number): Instant => instantFromMillis(millisOf(now) + millis);
  if (!("status" in outcome) || !overloaded.has(outcome.status)) return { next: "again", at: later(pause) };
  const asked = Math.min(retryAfterMillis(outcome.retryAfter, now), longestPause);
  return { next: "again", at: later(Math.max(pause, asked)), holdUntil: later(Math.max(shortestPause, asked)) };
};
