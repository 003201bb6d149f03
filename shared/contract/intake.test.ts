import { describe, expect, it } from "vitest";

import { orderRequestSchema } from "./intake.ts";

const line = { product: "Seat", quantity: "3", unitPrice: { amountMinor: 500, currency: "EUR" } };
const level = { role: "reseller", total: line.unitPrice };
const request = {
  source: { system: "api" },
  requester: { email: "rita@customer.example" },
  customer: { externalId: "30001" },
  lines: [line],
};
const problemAt = (changed: object) => {
  const parsed = orderRequestSchema.safeParse({ ...request, ...changed });
  return parsed.success ? undefined : parsed.error.issues[0]?.path.join(".");
};

describe("the intake of orders", () => {
  it("normalises instants and country codes from other systems", () => {
    const parsed = orderRequestSchema.parse({
      ...request,
      placedAt: "2019-11-26T10:18:40+00:00",
      customer: { externalId: "30001", country: "es" },
    });
    expect(parsed.placedAt).toBe("2019-11-26T10:18:40.000Z");
    expect(parsed.customer.country).toBe("ES");
  });

  it("takes orders without prices, pay-per-use and quantities of zero", () => {
    expect(problemAt({ lines: [{ product: "Storage", quantity: "pay-per-use" }] })).toBeUndefined();
    expect(problemAt({ lines: [{ product: "Seat", quantity: "0", previousQuantity: "200" }] })).toBeUndefined();
  });

  it.each([
    ["lines", { lines: [] }],
    ["lines.0.quantity", { lines: [{ ...line, quantity: "-1" }] }],
    ["lines.0.quantity", { lines: [{ ...line, quantity: 3 }] }],
    ["lines.0.unitPrice.currency", { lines: [{ ...line, unitPrice: { amountMinor: 1, currency: "XAU" } }] }],
    ["lines.0.unitPrice.amountMinor", { lines: [{ ...line, unitPrice: { amountMinor: 0.5, currency: "EUR" } }] }],
    ["requester.email", { requester: { email: "nobody" } }],
    ["placedAt", { placedAt: "9999-12-31T23:59:59-05:00" }],
    ["levelAmounts", { levelAmounts: [level, level] }],
    ["levelAmounts", { levelAmounts: [{ ...level, lines: [level.total, level.total] }] }],
    ["levelAmounts.0.lines", { levelAmounts: [{ ...level, lines: [{ amountMinor: 1, currency: "USD" }] }] }],
    ["customer.country", { customer: { externalId: "1", country: "ESP" } }],
    ["", { colour: "red" }],
  ])("refuses a malformed order and names the field: %s", (path, changed) => {
    expect(problemAt(changed)).toBe(path);
  });
});
