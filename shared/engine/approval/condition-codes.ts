/** Why a stage exists: a code for each reason that a rule can have. */
export const conditionCodes = [
  "cost-centre",
  "spending-limit",
  "spending-limit-in-another-currency",
  "authorizer-limit",
  "authorizer-limit-in-another-currency",
  "requester-budget",
  "requester-budget-in-another-currency",
  "cost-centre-budget",
  "cost-centre-budget-in-another-currency",
  "recurring-order",
  "amount-unknown",
  "reseller-approval",
  "credit-risk",
  "credit-risk-in-another-currency",
  "credit-risk-of-every-order",
  "credit-risk-without-price",
  "credit-risk-withheld",
  "withheld",
  "every-order",
] as const;
export type ConditionCode = (typeof conditionCodes)[number];
