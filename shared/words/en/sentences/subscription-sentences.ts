import type { SubscriptionRefusalCode } from "#shared/engine/fulfilment/approval-again/refusals.ts";

import type { Sentence } from "../../sentence.ts";

export const subscriptionSentences = {
  "change-in-progress": {
    happened: "Another change of this subscription is under way; its status is {{state}}.",
    next: "Wait until it is settled, or withdraw it, then change the subscription again.",
  },
  "change-step-impossible": {
    happened: "The change of this subscription has the status {{state}}, so {{event}} is not possible.",
    next: "Open the subscription again to see what happened to it.",
  },
  "retry-differs": {
    happened: "What is to be provisioned differs from what was approved.",
    next: "Try again with the approved terms, or withdraw the change and submit the new terms for approval.",
  },
} as const satisfies Record<SubscriptionRefusalCode, Sentence>;
