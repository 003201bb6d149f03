import { describe, expect, it } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderRequestSchema } from "@countersign/shared/contract/intake.ts";

import { priced } from "./amounts.ts";

const money = (amountMinor: number, currency = "EUR") => ({ amountMinor, currency });
const known = (amountMinor: number, currency = "EUR") => ({ known: true, money: money(amountMinor, currency) });
const unknown = { known: false };

const request = (change: Partial<OrderRequest>) =>
  orderRequestSchema.parse({
    source: { system: "api" },
    requester: { email: "carl@bakery.example" },
    customer: { externalId: "bakery" },
    lines: [{ product: "Oven", quantity: "1" }],
    ...change,
  });

const line = (quantity: string, amountMinor?: number, currency?: string): OrderRequest["lines"][number] => ({
  product: "Flour",
  quantity,
  ...(amountMinor === undefined ? {} : { unitPrice: money(amountMinor, currency) }),
});

describe("the amounts of an order", () => {
  it("are rounded once per line and then added up", () => {
    const amounts = priced(request({ lines: [line("0.333", 100), line("0.335", 100)], tax: money(5) }));
    expect(amounts).toMatchObject({
      ok: true,
      value: {
        lines: [{ total: known(33) }, { total: known(34) }],
        totals: { net: known(67), shipping: known(0), tax: known(5), gross: known(72) },
      },
    });
  });

  it("are unknown without prices, and never zero", () => {
    const amounts = priced(request({ lines: [line("2", 500), line("1")] }));
    expect(amounts).toMatchObject({
      value: {
        lines: [{ total: known(1_000) }, { total: unknown }],
        totals: { net: unknown, tax: unknown, gross: unknown },
      },
    });
  });

  it("are unknown for usage-based billing, whatever the price", () => {
    expect(priced(request({ lines: [line("pay-per-use", 500)] }))).toMatchObject({
      value: { lines: [{ unitPrice: known(500), total: unknown }], totals: { gross: unknown } },
    });
  });

  it("keep known shipping even if the lines are unknown", () => {
    expect(priced(request({ shipping: money(900) }))).toMatchObject({
      value: { totals: { net: unknown, shipping: known(900), tax: unknown, gross: unknown } },
    });
  });

  it("in two currencies are refused with the field, even if other lines have no price", () => {
    expect(priced(request({ lines: [line("1"), line("1", 5), line("1", 5, "JPY")] }))).toEqual({
      ok: false,
      error: { code: "currency-mismatch", left: "EUR", right: "JPY", path: "lines.2.unitPrice.currency" },
    });
    expect(priced(request({ lines: [line("1", 5)], tax: money(5, "USD") }))).toMatchObject({
      error: { path: "tax.currency" },
    });
  });

  it("that cannot be stored exactly are refused with the field", () => {
    expect(priced(request({ lines: [line("1000000", Number.MAX_SAFE_INTEGER)] }))).toEqual({
      ok: false,
      error: { code: "amount-too-large", path: "lines.0.unitPrice" },
    });
  });
});
