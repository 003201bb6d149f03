import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** Why a decision on an order is refused. */
export const decisionSentences = {
  "no-approver": {
    happened: "Nobody may approve this order in the role {{role}}.",
    next: "Ask an administrator to name at least one active person for this role, then submit the order again.",
  },
  "order-not-pending": {
    happened: "The order is not waiting for a decision; its status is {{status}}.",
    next: "Read the order's stages to see what happened to it.",
  },
  "stage-unknown": {
    happened: "The order has no such approval stage.",
    next: "Open the order again and decide on the stage that is shown there.",
  },
  "stage-not-open": {
    happened: "This stage is not open yet: an earlier stage has not been decided.",
    next: "Wait until the earlier stage is approved; the order then comes to your inbox.",
  },
  "not-a-candidate": {
    happened: "This stage does not ask you.",
    next: "If you should decide on such orders, ask an administrator to add you to the approval policy.",
  },
  "own-order": {
    happened: "You placed this order yourself, and your policy does not let people approve their own orders.",
    next: "Another person of this stage has to decide.",
  },
  "already-decided": {
    happened: "{{person}} already decided this stage: {{outcome}} on {{at}}.",
    next: "If you disagree, cancel that authorization on the order and decide again.",
  },
  "already-decided-by-you": {
    happened: "You already decided this stage: {{outcome}} on {{at}}.",
    next: "To decide otherwise, cancel your authorization on the order first.",
  },
  "reason-required": {
    happened: "A rejection needs a reason.",
    next: "Write why you reject the order, then reject it again.",
  },
  "reason-not-accepted": {
    happened: "This order’s policy does not record reasons.",
    next: "Reject the order without a reason.",
  },
  "comment-missing": {
    happened: "There is no comment yet.",
    next: "Write one, or cancel.",
  },
  "newer-kind": {
    happened:
      "Something in this order that a decision depends on is of a newer kind, unknown to this version of Countersign.",
    next: "Update Countersign to see it, then decide.",
  },
  "newer-program-needed": {
    happened: "This order can only be decided with a newer version of Countersign.",
    next: "Update Countersign, then decide.",
  },
  "order-unknown": {
    happened: "The server has no such order that you may see.",
    next: "It may have been withdrawn, or you may no longer be responsible for it. Ask the requester.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
