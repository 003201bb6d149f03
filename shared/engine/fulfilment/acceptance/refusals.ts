/** Why an accepted order does not continue, and why a step of its life cycle is refused. */
export const acceptanceRefusalCodes = [
  "approval-toggle-locked",
  "credit-insufficient",
  "credit-currency-mismatch",
  "total-cost-unknown",
  "manual-execution-needed",
  "payment-method-unsupported",
  "gateway-refused",
  "gateway-unanswered",
  "charged-amount-differs",
  "action-not-offered",
  "order-step-impossible",
  "approved-content-changed",
  "erp-step-impossible",
  "not-authorized-for-erp",
] as const;

export type AcceptanceRefusalCode = (typeof acceptanceRefusalCodes)[number];
