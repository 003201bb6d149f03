/** Why a change of the credit risk settings is refused. */
export const creditRiskRefusalCodes = [
  "credit-risk-not-enabled",
  "group-name-required",
  "group-name-too-long",
  "group-name-taken",
  "group-exists",
  "group-unknown",
  "scope-policy-exists",
  "scope-policy-unknown",
  "organisation-not-active",
  "organisation-is-owner",
  "organisation-already-in-group",
  "organisation-in-no-group",
  "member-limit-negative",
] as const;

export type CreditRiskRefusalCode = (typeof creditRiskRefusalCodes)[number];
