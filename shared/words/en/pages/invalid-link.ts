/** Where a link leads that is not valid any more. */
export const englishInvalidLink = {
  title: "This link is not valid any more",
  lead: "It was used, has expired, or is not complete. Use the link of the newest mail, or ask whoever sent it for a new one.",
} as const;
