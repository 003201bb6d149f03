import type { ConnectRequestStatus } from "#shared/domain/tier.ts";

import type { TransitionTable } from "../transitions.ts";

export type RequestEvent =
  | "validated"
  | "validated-data-missing"
  | "validated-tier-2-open"
  | "discarded"
  | "tier-2-approved"
  | "tier-2-approved-data-missing"
  | "approved"
  | "rejected"
  | "inquired"
  | "answered"
  | "set-pending";

/**
 * A tier configuration request's life cycle. A new one is a draft with dynamic validation (T12); otherwise it waits for its
 * tier 2 (T21), for data (T16) or for the vendor (T03). Setting it to pending by hand is possible only from inquiring:
 * from tiers setup it would bypass the tier 2 that must be approved first (T21, T25).
 */
export const requestLifeCycle: TransitionTable<ConnectRequestStatus | "deleted", RequestEvent> = {
  name: "Tier configuration request",
  initial: ["draft", "tiers_setup", "inquiring", "pending"],
  states: ["draft", "tiers_setup", "pending", "inquiring", "approved", "failed", "deleted"],
  transitions: [
    { from: "draft", event: "validated", to: "pending", rules: ["T13"] },
    { from: "draft", event: "validated-data-missing", to: "inquiring", rules: ["T13", "T16"] },
    { from: "draft", event: "validated-tier-2-open", to: "tiers_setup", rules: ["T13", "T21"] },
    { from: "draft", event: "discarded", to: "deleted", rules: ["T14"] },
    { from: "tiers_setup", event: "tier-2-approved", to: "pending", rules: ["T23"] },
    { from: "tiers_setup", event: "tier-2-approved-data-missing", to: "inquiring", rules: ["T24"] },
    { from: "tiers_setup", event: "rejected", to: "failed", rules: ["T27", "T33", "T38"] },
    { from: "pending", event: "approved", to: "approved", rules: ["T28"] },
    { from: "pending", event: "rejected", to: "failed", rules: ["T28", "T33"] },
    { from: "pending", event: "inquired", to: "inquiring", rules: ["T16", "T29"] },
    { from: "inquiring", event: "answered", to: "pending", rules: ["T18"] },
    { from: "inquiring", event: "set-pending", to: "pending", rules: ["T20", "T40"] },
    { from: "inquiring", event: "rejected", to: "failed", rules: ["T19", "T33"] },
  ],
};
