/** Why there is no amount, besides the errors of money itself. */
export const prorationRefusalCodes = [
  "quantity-malformed",
  "change-outside-term",
  "change-before-last",
  "upgrade-exceeds-quantity",
] as const;

export type ProrationRefusalCode = (typeof prorationRefusalCodes)[number];
