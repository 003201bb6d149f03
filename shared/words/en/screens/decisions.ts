export const rejectEnglish = {
  title: "Reject order",
  consequence: "Order {{number}} ends here: the stages after this one are no longer asked.",
  reason: "Reason",
  hint: {
    required: "The requester will read it, and it is kept in the authorization history.",
    optional: "Optional. The requester will read it, and it is kept in the authorization history.",
  },
  noReason: "This order’s policy does not record reasons.",
  confirm: "Reject order",
} as const;
