import type { TransitionTable } from "#shared/engine/transitions.ts";

/** Whether a subscription executes; independent of what is in force and of a change. */
export type SubscriptionStatus = "active" | "paused" | "cancelled" | "ended";

export type SubscriptionEvent = "pause" | "resume" | "cancel" | "end";

/**
 * The life cycle of a subscription once it is provisioned. None of its steps asks anybody for approval: it
 * was approved once (I20, I21).
 */
export const subscriptionLifeCycle: TransitionTable<SubscriptionStatus, SubscriptionEvent> = {
  name: "Subscription",
  initial: ["active"],
  states: ["active", "paused", "cancelled", "ended"],
  transitions: [
    { from: "active", event: "pause", to: "paused", rules: ["I20", "I21"] },
    { from: "paused", event: "resume", to: "active", rules: ["I20", "I21"] },
    { from: "active", event: "cancel", to: "cancelled", rules: ["I14"] },
    { from: "paused", event: "cancel", to: "cancelled", rules: ["I14"] },
    { from: "active", event: "end", to: "ended", rules: ["I15"] },
    { from: "paused", event: "end", to: "ended", rules: ["I15"] },
  ],
};
