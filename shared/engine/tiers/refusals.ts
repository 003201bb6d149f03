/** Why something cannot be done with tier configurations and their requests. */
export const tierRefusalCodes = [
  "tier-role-not-allowed",
  "tier-account-not-allowed",
  "tier-request-unknown",
  "tier-configuration-unknown",
  "tier-request-closed",
  "tier-status-unfit",
  "tier-2-unprocessed",
  "tier-2-failed",
  "tier-reason-required",
  "tier-inquiry-empty",
  "tier-contact-missing",
  "tier-parameter-unknown",
  "tier-value-missing",
  "tier-fulfillment-known",
  "tier-already-set-up",
  "tier-configuration-busy",
  "tier-setup-failed",
  "tier-reject-first",
  "tier-nothing-to-recreate",
] as const;

export type TierRefusalCode = (typeof tierRefusalCodes)[number];
