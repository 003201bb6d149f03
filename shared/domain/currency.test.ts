import { afterEach, describe, expect, it, vi } from "vitest";

import iso4217 from "#shared/testing/fixtures/iso4217.json" with { type: "json" };
import narrowed from "#shared/testing/fixtures/iso4217-vs-cldr.json" with { type: "json" };

import { currencies, isCurrency, minorUnitDigits } from "./currency.ts";
import { moneySchema } from "./money.ts";

const published = Object.entries(iso4217.minorUnits);
const payable = published.filter(([, digits]) => digits !== null);
const notPayable = published.filter(([, digits]) => digits === null).map(([code]) => code);

describe("currencies", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("have the digits that ISO 4217 publishes, for all its codes", () => {
    expect(payable).toHaveLength(166);
    expect(payable.map(([code]) => [code, minorUnitDigits(code)])).toEqual(payable);
    expect(currencies.toSorted()).toEqual(payable.map(([code]) => code).toSorted());
  });

  it("do not include units that nobody can pay in: metals, bond units, testing", () => {
    expect(notPayable).toHaveLength(13);
    expect(notPayable.filter(isCurrency)).toEqual([]);
    expect(() => minorUnitDigits("XAU")).toThrow(RangeError);
    expect(moneySchema.safeParse({ amountMinor: 1, currency: "XAU" }).success).toBe(false);
  });

  it("keep their ISO 4217 digits even if CLDR shows fewer", () => {
    expect(narrowed).toHaveLength(16);
    for (const { code, iso4217: digits, cldr48 } of narrowed) {
      expect(minorUnitDigits(code)).toBe(digits);
      expect(minorUnitDigits(code)).not.toBe(cldr48);
    }
  });

  it("never ask Intl", async () => {
    vi.resetModules();
    vi.stubGlobal("Intl", undefined);
    const { minorUnitDigits: digitsWithoutIntl } = await import("./currency.ts");
    expect(digitsWithoutIntl("HUF")).toBe(2);
  });

  it.each(["eur", "EURO", "", "ZZZ", "toString", "__proto__"])("do not include %j", (code) => {
    expect(isCurrency(code)).toBe(false);
  });
});
