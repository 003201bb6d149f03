import type { TierConfigurationStatus } from "#shared/domain/tier.ts";

import type { TransitionTable } from "../transitions.ts";

export type ConfigurationEvent = "validated" | "discarded" | "update-started" | "request-approved" | "request-failed";

/** A tier configuration's life cycle. A new one is processing (T01), or a draft with dynamic validation (T04). */
export const configurationLifeCycle: TransitionTable<TierConfigurationStatus | "deleted", ConfigurationEvent> = {
  name: "Tier configuration",
  initial: ["draft", "processing"],
  states: ["draft", "processing", "active", "deleted"],
  transitions: [
    { from: "draft", event: "validated", to: "processing", rules: ["T06"] },
    { from: "draft", event: "discarded", to: "deleted", rules: ["T07"] },
    { from: "processing", event: "request-approved", to: "active", rules: ["T09", "T30"] },
    { from: "processing", event: "request-failed", to: "active", rules: ["T11", "T35", "T39"] },
    { from: "active", event: "update-started", to: "processing", rules: ["T02"] },
  ],
};
