import type { ConnectRequestStatus } from "#shared/domain/tier.ts";

import type { TransitionTable } from "../transitions.ts";

export type FulfillmentEvent = "validated" | "discarded" | "tiers-active" | "tier-failed";

/**
 * A fulfillment request's life cycle up to where tiers no longer concern it. It is a draft while one of its tier requests
 * is, and is discarded with it.
 */
export const fulfillmentLifeCycle: TransitionTable<ConnectRequestStatus | "deleted", FulfillmentEvent> = {
  name: "Fulfillment request",
  initial: ["draft", "tiers_setup"],
  states: ["draft", "tiers_setup", "pending", "failed", "deleted"],
  transitions: [
    { from: "draft", event: "validated", to: "tiers_setup", rules: ["T06", "T13"] },
    { from: "draft", event: "discarded", to: "deleted", rules: ["T07", "T14"] },
    { from: "draft", event: "tier-failed", to: "failed", rules: ["T34"] },
    { from: "tiers_setup", event: "tiers-active", to: "pending", rules: ["T10", "T31"] },
    { from: "tiers_setup", event: "tier-failed", to: "failed", rules: ["T34"] },
  ],
};
