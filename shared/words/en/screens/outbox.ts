export const outboxEnglish = {
  title: "Outbox",
  count: { one: "{{count}} decision", other: "{{count}} decisions" },
  column: { state: "State", action: "Action", order: "Order", made: "Made", what: "Result" },
  action: {
    "approve-order": "Approve",
    "reject-order": "Reject",
    "comment-on-order": "Comment",
    "reverse-decision": "Cancel authorization",
  },
  otherAction: "Other action",
  state: { waiting: "Waiting", accepted: "Accepted", refused: "Refused", newer: "Newer kind" },
  waiting: "Kept on this device; it is sent as soon as the server can be reached.",
  accepted: "Accepted by the server on",
  reason: "Reason: {{reason}}",
  comment: "Comment: {{reason}}",
  sendNow: "Send now",
  offline:
    "The server cannot be reached. Your decisions are kept here, in order, and sent automatically once the connection is back.",
  emptyTitle: "Nothing has been decided on this device yet",
  emptyText: "Every decision that you make appears here, first as waiting, then with the server’s answer.",
  toInbox: "See what is waiting for you",
} as const;
