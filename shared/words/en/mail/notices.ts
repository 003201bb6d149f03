/** What a mail about an order says first, by its kind. */
export const englishNotices = {
  "approval-needed": {
    subject: "Order {{number}} needs your approval",
    lead: "{{requester}} placed an order that asks you to decide.",
  },
  "substitute-asked": {
    subject: "Order {{number}}: your substitute is asked",
    lead: "While you are away, somebody decides in your place. You may decide as well.",
  },
  "order-received": {
    subject: "We have your order {{number}}",
    lead: "Your order arrived. You can follow its status at any time.",
  },
  "order-confirmation": { subject: "Order {{number}} of {{customer}}", lead: "{{customer}} placed an order." },
  "order-approved": {
    subject: "Order {{number}} was approved",
    lead: "Everybody who was asked has approved your order.",
  },
  "order-rejected": { subject: "Order {{number}} was rejected", lead: "Your order was rejected and ends here." },
  "no-longer-needed": {
    subject: "Order {{number}} no longer needs you",
    lead: "Somebody else rejected this order, so your decision is no longer needed.",
  },
  "decision-reversed": {
    subject: "Order {{number}} is decided anew",
    lead: "A decision on your order was taken back; its stage is asked again.",
  },
  "order-executed": { subject: "Order {{number}} is complete", lead: "Everything in this order was provisioned." },
  "provisioning-failed": {
    subject: "Order {{number}} could not be provisioned",
    lead: "The approvals stay on record. Provisioning can be tried again without a new approval.",
  },
  "acceptance-stopped": { subject: "Order {{number}} could not be executed", lead: "{{reason}}" },
  "order-without-credit": {
    subject: "Order {{number}} could not be executed",
    lead: "The credit of {{reseller}} was not enough for this order, so it was submitted to you. Once there is credit for it, {{reseller}} can accept it again, or cancel it.",
  },
} as const;
