export const rejectEnglish = {
  title: "Reject order",
  consequence: "Order {{number}} ends here: the stages after this one are no longer asked.",
  reason: "Reason",
  hint: {
    required: "The requester reads it. It is kept in the authorization history.",
    optional: "Optional. The requester reads it, and it is kept in the authorization history.",
  },
  noReason: "The policy of this order records no reasons.",
  confirm: "Reject order",
} as const;
