/** What stands around what a mail says. */
export const englishMailFrame = {
  isMissing: "is missing",
  reminder: { subject: "Orders that wait for you: {{count}}", lead: "The oldest has waited since {{since}}." },
  facts: {
    order: "Order",
    customer: "Customer",
    amount: "Amount",
    placed: "Placed",
    reason: "Reason",
    why: "Why you",
  },
  open: "Open the order",
  openInbox: "Open the inbox",
  unknownAmount: "No price",
  footer: "Countersign wrote this because of your part in these orders.",
} as const;
