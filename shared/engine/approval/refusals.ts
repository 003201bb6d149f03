/** Why the engine refuses. The sentence of each code is in the contract's closed list. */
export const engineRefusalCodes = [
  "no-approver",
  "order-not-pending",
  "stage-unknown",
  "stage-not-open",
  "not-a-candidate",
  "own-order",
  "already-decided",
  "already-decided-by-you",
  "reason-required",
  "reason-not-accepted",
  "decision-unknown",
  "decision-already-reversed",
  "later-stage-decided",
  "erp-moved-on",
  "fulfilment-started",
  "order-cancelled",
  "payment-requested",
  "subscription-went-on",
  "reversal-forbidden",
  "delegation-not-in-force",
  "delegation-to-oneself",
  "delegation-malformed",
] as const;

export type EngineRefusalCode = (typeof engineRefusalCodes)[number];
