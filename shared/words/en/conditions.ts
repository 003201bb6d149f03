import type { ConditionCode } from "#shared/engine/approval/condition-codes.ts";

/** Why a stage exists: one sentence for each reason that a rule can have. */
export const englishConditions = {
  "cost-centre": "The order is booked to the cost centre {{costCentre}}.",
  "spending-limit": "{{amount}} exceeds the spending limit of {{limit}} per order.",
  "spending-limit-in-another-currency":
    "{{amount}} cannot be compared with the spending limit of {{limit}} per order: the currencies differ.",
  "authorizer-limit": "{{amount}} exceeds the limit of {{limit}}, above which these people must authorize.",
  "authorizer-limit-in-another-currency":
    "{{amount}} cannot be compared with the limit of {{limit}}, above which these people must authorize: the currencies differ.",
  "requester-budget":
    "With {{spent}} already spent, {{amount}} exceeds the requester’s {{period}} budget of {{budget}}.",
  "requester-budget-in-another-currency":
    "{{amount}} cannot be compared with the requester’s {{period}} budget of {{budget}}: the currencies differ.",
  "cost-centre-budget":
    "With {{spent}} already spent, {{amount}} exceeds the cost centre’s {{period}} budget of {{budget}}.",
  "cost-centre-budget-in-another-currency":
    "{{amount}} cannot be compared with the cost centre’s {{period}} budget of {{budget}}: the currencies differ.",
  "recurring-order": "The order recurs {{interval}}; every recurring order needs a person’s approval.",
  "amount-unknown": "The order has no price, so a person has to decide.",
  "reseller-approval": "Every order from {{customer}} needs its reseller’s approval.",
  "credit-risk":
    "At {{partner}}’s price, {{amount}} exceeds the limit of {{limit}} in its credit risk group {{group}}.",
  "credit-risk-in-another-currency":
    "{{partner}}’s price of {{amount}} cannot be compared with the limit of {{limit}} in its credit risk group {{group}}: the currencies differ.",
  "credit-risk-of-every-order":
    "{{partner}} approves every order from its credit risk group {{group}}; at its price, this one costs {{amount}}.",
  "credit-risk-without-price":
    "{{partner}} approves orders from its credit risk group {{group}}; this one has no price.",
  "credit-risk-withheld": "{{partner}}’s credit risk settings require this approval.",
  withheld: "{{organisation}} requires this approval by a rule of its own.",
  "every-order": "Every order needs this approval.",
} as const satisfies Record<ConditionCode, string>;
