/** What every mail has around its message. */
export const englishMailFrame = {
  isMissing: "is missing",
  reminder: { subject: "Orders waiting for you: {{count}}", lead: "The oldest has waited since {{since}}." },
  facts: {
    order: "Order",
    customer: "Customer",
    amount: "Amount",
    placed: "Placed",
    reason: "Reason",
    why: "Why you are asked",
  },
  open: "Open the order",
  openInbox: "Open the inbox",
  unknownAmount: "No price",
  footer: "Countersign sent you this because you are involved in these orders.",
} as const;
