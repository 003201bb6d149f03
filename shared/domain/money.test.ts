import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { currencies } from "./currency.ts";
import {
  addMoney,
  amountSchema,
  knownAmount,
  money,
  moneyFromDecimal,
  moneySchema,
  multiplyMoney,
  sumAmounts,
  toDecimalString,
  unknownAmount,
} from "./money.ts";

const euros = (amountMinor: number) => money(amountMinor, "EUR");
const times = (amountMinor: number, quantity: string) => {
  const product = multiplyMoney(euros(amountMinor), quantity);
  return product.ok ? product.value.amountMinor : product.error.code;
};

describe("a price times a quantity", () => {
  it("is exact when it can be", () => {
    expect(times(19_99, "3")).toBe(59_97);
    expect(times(1, "0")).toBe(0);
  });

  it("is rounded once, half away from zero", () => {
    expect(times(1, "0.5")).toBe(1);
    expect(times(-1, "0.5")).toBe(-1);
    expect(times(5, "0.5")).toBe(3);
    expect(times(1, "0.499999999")).toBe(0);
    expect(times(-1, "0.499999999")).toBe(0);
    expect(times(1_00, "0.335")).toBe(34);
  });

  it("does not suffer from binary fractions", () => {
    expect(times(1_15, "1.1")).toBe(1_27);
    expect(times(10_05, "0.1")).toBe(1_01);
  });

  it("is refused when it is too large to be exact", () => {
    expect(times(Number.MAX_SAFE_INTEGER, "2")).toBe("amount-too-large");
  });

  it.each(["", "1,5", "1.", ".5", "1e3", "NaN", " 1", "0x10", "1.0000000001", "1234567890123456"])(
    "is refused for the quantity %j",
    (quantity) => {
      expect(times(1, quantity)).toBe("not-a-decimal");
    },
  );

  it("is never more than half a minor unit away from the exact product", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 1e6 }), (amount, thousandths) => {
        const quantity = (thousandths / 1_000).toFixed(3);
        const product = times(amount, quantity);
        const distance = BigInt(product) * 1_000n - BigInt(amount) * BigInt(thousandths);
        expect(distance <= 500n && distance >= -500n).toBe(true);
      }),
    );
  });
});

describe("sums", () => {
  it("never mix two currencies", () => {
    expect(addMoney(euros(1), money(1, "USD"))).toEqual({
      ok: false,
      error: { code: "currency-mismatch", left: "EUR", right: "USD" },
    });
    const mixed = sumAmounts([knownAmount(euros(1)), knownAmount(money(1, "USD"))]);
    expect(mixed.ok).toBe(false);
  });

  it("are refused when they are too large to be exact", () => {
    expect(addMoney(euros(Number.MAX_SAFE_INTEGER), euros(1))).toEqual({
      ok: false,
      error: { code: "amount-too-large" },
    });
  });

  it("are unknown as soon as one amount is: an unknown amount is never zero", () => {
    expect(sumAmounts([knownAmount(euros(5)), unknownAmount])).toEqual({ ok: true, value: unknownAmount });
    expect(sumAmounts([knownAmount(euros(0))])).toEqual({ ok: true, value: knownAmount(euros(0)) });
  });

  it("of nothing are unknown, because nothing has no currency", () => {
    expect(sumAmounts([])).toEqual({ ok: true, value: unknownAmount });
  });

  it("add up", () => {
    expect(sumAmounts([1, 2, -4].map((amount) => knownAmount(euros(amount))))).toEqual({
      ok: true,
      value: knownAmount(euros(-1)),
    });
  });
});

describe("amounts as text", () => {
  it.each([
    [1_240_00, "EUR", "1240.00"],
    [-5, "EUR", "-0.05"],
    [1_500, "JPY", "1500"],
    [1_500, "KWD", "1.500"],
    [7, "CLF", "0.0007"],
    [0, "KWD", "0.000"],
  ])("%d minor units of %s are %s", (amountMinor, currency, text) => {
    expect(toDecimalString(money(amountMinor, currency))).toBe(text);
    expect(moneyFromDecimal(text, currency)).toEqual({ ok: true, value: { amountMinor, currency } });
  });

  it("survive a round trip in every currency", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...currencies), (amountMinor, currency) => {
        fc.pre(Math.abs(amountMinor) < 1e15);
        const read = moneyFromDecimal(toDecimalString(money(amountMinor, currency)), currency);
        expect(read).toEqual({ ok: true, value: { amountMinor, currency } });
      }),
    );
  });

  it("are refused with more digits than the currency has", () => {
    expect(moneyFromDecimal("1.234", "EUR").ok).toBe(false);
    expect(moneyFromDecimal("1.5", "JPY").ok).toBe(false);
    expect(moneyFromDecimal("1.234", "KWD").ok).toBe(true);
  });

  it("fill up missing digits", () => {
    expect(moneyFromDecimal("12.5", "EUR")).toEqual({ ok: true, value: euros(12_50) });
  });
});

describe("stored amounts", () => {
  it.each([1.5, Number.NaN, Infinity, 2 ** 53, "1", null])("are never %j minor units", (amountMinor) => {
    expect(moneySchema.safeParse({ amountMinor, currency: "EUR" }).success).toBe(false);
  });

  it("say that they are unknown, and then carry no money", () => {
    expect(amountSchema.safeParse({ known: false }).success).toBe(true);
    expect(amountSchema.safeParse({ known: false, money: euros(0) }).success).toBe(false);
    expect(amountSchema.safeParse({ known: true }).success).toBe(false);
  });
});
