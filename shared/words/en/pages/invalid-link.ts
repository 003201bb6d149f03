/** Where a link leads that is no longer valid. */
export const englishInvalidLink = {
  title: "This link is no longer valid",
  lead: "It has been used, has expired or is incomplete. Use the link in the newest mail, or ask the sender for a new one.",
} as const;
