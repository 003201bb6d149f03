/** Why a step of a subscription's change is refused. */
export const subscriptionRefusalCodes = ["change-in-progress", "change-step-impossible", "retry-differs"] as const;

export type SubscriptionRefusalCode = (typeof subscriptionRefusalCodes)[number];
