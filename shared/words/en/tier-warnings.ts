import type { TierWarning } from "#shared/engine/tiers/outcome.ts";

/** What is allowed, but mentioned in the answer. */
export const tierWarningWords = {
  "values-missing": "These values are still missing: {{parameters}}.",
  "no-contact": "The tier has no contact to send the form to; supply the values or set the request to pending.",
} as const satisfies Record<TierWarning["code"], string>;
