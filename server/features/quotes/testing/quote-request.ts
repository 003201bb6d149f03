import { emailOf } from "#server/testing/network.ts";

/** Carl asks for two ovens for the bakery, at 600.00 EUR each. */
export const quoteRequest = (change: object = {}) => ({
  requester: { email: emailOf("carl") },
  customer: { externalId: "bakery" },
  lines: [{ product: "Oven", quantity: "2", unitPrice: { amountMinor: 600_00, currency: "EUR" } }],
  ...change,
});
