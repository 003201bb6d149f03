import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** Why a decision cannot be taken back. */
export const reversalSentences = {
  "decision-unknown": {
    happened: "The order has no such decision.",
    next: "Open the order again and cancel a decision that is shown there.",
  },
  "decision-already-reversed": {
    happened: "{{person}} already cancelled this decision on {{at}}.",
    next: "The stage is open again; decide again if it asks you.",
  },
  "later-stage-decided": {
    happened: "{{person}} decided a later stage on {{at}}, relying on this decision.",
    next: "Ask that person to cancel their authorization first, then cancel this one.",
  },
  "erp-moved-on": {
    happened: "The order is already {{erpStatus}} in the ERP, so the decision can no longer be cancelled.",
    next: "Ask the seller to stop or return the order.",
  },
  "fulfilment-started": {
    happened: "The order is {{status}}: it is already being fulfilled, so the decision can no longer be cancelled.",
    next: "Ask the seller to stop or return the order.",
  },
  "order-cancelled": {
    happened: "The order was cancelled and ends here; its approvals can no longer be taken back.",
    next: "If it is still wanted, it has to be placed again.",
  },
  "payment-requested": {
    happened: "A card was charged for this order, or may have been, so it can no longer be taken back.",
    next: "Accept the order to learn what the gateway says; ask the distributor to pay the money back.",
  },
  "subscription-went-on": {
    happened: "The subscription that this order changes has since been changed, is being changed or has ended.",
    next: "Leave this order as it is, and place a new one for the change.",
  },
  "reversal-forbidden": {
    happened: "This order’s policy does not allow a decision to be cancelled.",
    next: "Ask the seller to stop or return the order.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
