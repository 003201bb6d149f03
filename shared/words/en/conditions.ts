import type { ConditionCode } from "#shared/engine/approval/condition-codes.ts";

/** Why a stage exists, for each way in which a rule can have seen the order. */
export const englishConditions = {
  "cost-centre": "The order is on the cost centre {{costCentre}}.",
  "spending-limit": "{{amount}} exceeds the spending limit of {{limit}} per order.",
  "spending-limit-in-another-currency":
    "{{amount}} cannot be compared with the spending limit of {{limit}} per order: the currencies differ.",
  "authorizer-limit": "{{amount}} exceeds the limit of {{limit}} above which these people authorize.",
  "authorizer-limit-in-another-currency":
    "{{amount}} cannot be compared with the limit of {{limit}} above which these people authorize: the currencies differ.",
  "requester-budget":
    "With {{spent}} already spent, {{amount}} exceeds the requester’s {{period}} budget of {{budget}}.",
  "requester-budget-in-another-currency":
    "{{amount}} cannot be compared with the requester’s {{period}} budget of {{budget}}: the currencies differ.",
  "cost-centre-budget":
    "With {{spent}} already spent, {{amount}} exceeds the cost centre’s {{period}} budget of {{budget}}.",
  "cost-centre-budget-in-another-currency":
    "{{amount}} cannot be compared with the cost centre’s {{period}} budget of {{budget}}: the currencies differ.",
  "recurring-order": "The order recurs {{interval}}; every recurring order is approved by a person.",
  "amount-unknown": "The order has no price, so a person decides.",
  "reseller-approval": "Every order of {{customer}} is approved by its reseller.",
  "credit-risk":
    "At {{partner}}’s price, {{amount}} exceeds the limit of {{limit}} in its credit risk group {{group}}.",
  "credit-risk-in-another-currency":
    "{{partner}}’s price of {{amount}} cannot be compared with the limit of {{limit}} in its credit risk group {{group}}: the currencies differ.",
  "credit-risk-of-every-order":
    "{{partner}} approves every order of its credit risk group {{group}}; at its price this one is {{amount}}.",
  "credit-risk-without-price": "{{partner}} approves orders of its credit risk group {{group}}; this one has no price.",
  "credit-risk-withheld": "{{partner}} approves this order by its credit risk settings.",
  withheld: "{{organisation}} asks for this approval by a rule of its own.",
  "every-order": "Every order is approved in this function.",
} as const satisfies Record<ConditionCode, string>;
