/** What a mail about an order says first, by its kind. */
export const englishNotices = {
  "approval-needed": {
    subject: "Order {{number}} needs your approval",
    lead: "{{requester}} placed an order that needs your decision.",
  },
  "substitute-asked": {
    subject: "Order {{number}}: your substitute has been asked",
    lead: "While you are away, somebody else may decide in your place. You can still decide yourself.",
  },
  "order-received": {
    subject: "We have your order {{number}}",
    lead: "Your order has arrived. You can follow its status at any time.",
  },
  "order-confirmation": { subject: "Order {{number}} from {{customer}}", lead: "{{customer}} placed an order." },
  "order-approved": {
    subject: "Order {{number}} was approved",
    lead: "Your order has every approval that it needs.",
  },
  "order-rejected": { subject: "Order {{number}} was rejected", lead: "Your order was rejected and ends here." },
  "no-longer-needed": {
    subject: "Order {{number}} no longer needs your decision",
    lead: "Somebody else rejected this order, so your decision is no longer needed.",
  },
  "decision-reversed": {
    subject: "Order {{number}} is being decided again",
    lead: "A decision on your order was taken back, so its stage is asked again.",
  },
  "order-executed": { subject: "Order {{number}} is complete", lead: "Everything in this order has been provisioned." },
  "provisioning-failed": {
    subject: "Order {{number}} could not be provisioned",
    lead: "The approvals stay on record. Provisioning can be tried again without a new approval.",
  },
  "acceptance-stopped": { subject: "Order {{number}} could not be executed", lead: "{{reason}}" },
  "order-without-credit": {
    subject: "Order {{number}} could not be executed",
    lead: "{{reseller}} does not have enough credit for this order, so it was submitted to you. Once there is enough, {{reseller}} can accept it again, or cancel it.",
  },
} as const;
