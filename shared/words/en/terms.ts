import { englishFields } from "./fields.ts";

/** Arguments that are codes themselves, by the name of the argument: what they are called inside a sentence. */
export const englishTerms = {
  /** What would happen to an authorizer. */
  change: {
    unlinked: "unlinked from {{buyer}}",
    removed: "removed",
    "right-denied": "denied the right to authorize",
    deactivated: "deactivated",
  },
  /** What of an order differs from what was approved. */
  changed: { amount: "amount", items: "items", recurrence: "recurrence", "cost-centre": "cost centre" },
  /** Why a payment was not requested, besides what the gateway itself says. */
  error: { "no-gateway": "no gateway is connected" },
  problem: englishFields,
} as const;
