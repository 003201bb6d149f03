import type { ProrationRefusalCode } from "#shared/engine/fulfilment/proration/refusals.ts";

import type { Sentence } from "../../sentence.ts";

/** Refusals of proration. */
export const prorationSentences = {
  "quantity-malformed": {
    happened: "{{quantity}} is not a quantity.",
    next: "Write a decimal number such as 3 or 0.125.",
  },
  "change-outside-term": {
    happened: "The change on {{date}} is not within the subscription's term from {{from}} to {{until}}.",
    next: "Choose a day of the term, or let the change take effect at renewal.",
  },
  "change-before-last": {
    happened: "The change on {{date}} would come before the one already made on {{last}}.",
    next: "Choose a later day, or take the other change back first.",
  },
  "upgrade-exceeds-quantity": {
    happened: "{{moved}} units cannot be upgraded: the subscription has {{present}}.",
    next: "Upgrade at most as many units as there are.",
  },
} as const satisfies Record<ProrationRefusalCode, Sentence>;
