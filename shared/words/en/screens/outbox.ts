export const outboxEnglish = {
  title: "Outbox",
  count: { one: "{{count}} decision", other: "{{count}} decisions" },
  column: { state: "State", action: "Action", order: "Order", made: "Made", what: "What became of it" },
  action: {
    "approve-order": "Approve",
    "reject-order": "Reject",
    "comment-on-order": "Comment",
    "reverse-decision": "Cancel authorization",
  },
  otherAction: "Other action",
  state: { waiting: "Waiting", accepted: "Accepted", refused: "Refused", newer: "Newer kind" },
  waiting: "Kept on this device; it is sent as soon as the server can be reached.",
  accepted: "Taken by the server on",
  reason: "Reason: {{reason}}",
  comment: "Comment: {{reason}}",
  sendNow: "Send now",
  offline:
    "The server cannot be reached. What you decide is kept here, in order, and sent by itself when the connection is back.",
  emptyTitle: "Nothing was decided on this device yet",
  emptyText: "Every decision that you make appears here, first as waiting, then with the answer of the server.",
  toInbox: "See what waits for you",
} as const;
