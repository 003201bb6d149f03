import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { currencies } from "./currency.ts";
import { convertMoney, exchangeRatesSchema } from "./exchange-rate.ts";
import { exceedsLimit, isBeyond } from "./limit.ts";
import { knownAmount, money, unknownAmount } from "./money.ts";

const rate = (from: string, to: string, text: string) => [{ from, to, rate: text }];
const converted = (...input: Parameters<typeof convertMoney>) => {
  const result = convertMoney(...input);
  return result.ok ? result.value.amountMinor : result.error.code;
};

describe("an amount in another currency", () => {
  it("is converted exactly and rounded once, half away from zero", () => {
    expect(converted(money(100_00, "USD"), "EUR", rate("USD", "EUR", "0.92135"))).toBe(92_14);
    expect(converted(money(1, "USD"), "EUR", rate("USD", "EUR", "0.5"))).toBe(1);
    expect(converted(money(1, "USD"), "EUR", rate("USD", "EUR", "0.499999999"))).toBe(0);
    expect(converted(money(-1, "USD"), "EUR", rate("USD", "EUR", "0.5"))).toBe(-1);
    expect(converted(money(-1, "USD"), "EUR", rate("USD", "EUR", "0.499999999"))).toBe(0);
  });

  it("respects that currencies have minor units of different sizes", () => {
    expect(converted(money(1_000, "JPY"), "KWD", rate("JPY", "KWD", "0.002"))).toBe(2_000);
    expect(converted(money(2_000, "KWD"), "JPY", rate("KWD", "JPY", "500"))).toBe(1_000);
    expect(converted(money(100_00, "EUR"), "JPY", rate("EUR", "JPY", "161.255"))).toBe(16_126);
  });

  it("stays as it is in its own currency, whatever the rates", () => {
    expect(converted(money(7, "EUR"), "EUR", rate("EUR", "EUR", "2"))).toBe(7);
  });

  it("has no value without a rate for that direction: an inverse is not exact", () => {
    expect(convertMoney(money(1, "USD"), "EUR", rate("EUR", "USD", "1.1"))).toEqual({
      ok: false,
      error: { code: "no-exchange-rate", from: "USD", to: "EUR" },
    });
    expect(converted(money(1, "USD"), "EUR", rate("USD", "CHF", "1.1"))).toBe("no-exchange-rate");
  });

  it("is refused when the result cannot be stored exactly", () => {
    const most = money(Number.MAX_SAFE_INTEGER, "EUR");
    expect(converted(most, "USD", rate("EUR", "USD", "1"))).toBe(Number.MAX_SAFE_INTEGER);
    expect(converted(most, "USD", rate("EUR", "USD", "1.000000001"))).toBe("amount-too-large");
  });

  it("never throws, and a rate of one between currencies with the same digits changes nothing", () => {
    const currency = fc.constantFrom(...currencies);
    const decimal = fc.tuple(fc.nat(999_999_999), fc.nat(999_999_999)).map(([whole, rest]) => `${whole}.${rest}`);
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, currency, decimal, (minor, from, to, text) => {
        convertMoney(money(minor, from), to, rate(from, to, text));
        expect(converted(money(minor, "EUR"), "USD", rate("EUR", "USD", "1"))).toBe(minor);
      }),
    );
  });
});

describe("exchange rates, as they are read", () => {
  const isAccepted = (value: unknown) => exchangeRatesSchema.safeParse(value).success;

  it("are positive decimal numbers between two currencies", () => {
    expect(isAccepted(rate("USD", "EUR", "0.92135"))).toBe(true);
    for (const text of ["0", "0.000", "-1", "1e3", "1,5", ""]) expect(isAccepted(rate("USD", "EUR", text))).toBe(false);
    expect(isAccepted(rate("USD", "XXX", "1"))).toBe(false);
  });

  it("exist once for each direction of a pair", () => {
    const both = [...rate("USD", "EUR", "0.9"), ...rate("EUR", "USD", "1.1")];
    expect(isAccepted(both)).toBe(true);
    expect(exchangeRatesSchema.safeParse([...both, ...rate("USD", "EUR", "0.8")]).error?.issues[0]?.path).toEqual([2]);
  });
});

describe("an amount over a limit", () => {
  const limit = money(100_00, "EUR");
  const euros = (minor: number) => knownAmount(money(minor, "EUR"));

  it("I04 S29 is strictly greater; equal passes", () => {
    expect([99_99, 100_00, 100_01].map((minor) => exceedsLimit(euros(minor), limit))).toEqual([false, false, true]);
  });

  it("I04 counts equal as over when the comparison says so", () => {
    const reaches = [99_99, 100_00, 100_01].map((minor) => exceedsLimit(euros(minor), limit, [], "reaches"));
    expect(reaches).toEqual([false, true, true]);
    expect(isBeyond(1n, 1n)).toBe(false);
  });

  it("I04 an amount that is unknown, or without a rate, is over every limit", () => {
    expect(exceedsLimit(unknownAmount, money(Number.MAX_SAFE_INTEGER, "EUR"))).toBe(true);
    expect(exceedsLimit(knownAmount(money(1, "USD")), limit)).toBe(true);
  });

  it("I04 is compared in the limit's currency", () => {
    const dollars = knownAmount(money(200_00, "USD"));
    expect(exceedsLimit(dollars, limit, rate("USD", "EUR", "0.5"))).toBe(false);
    expect(exceedsLimit(dollars, limit, rate("USD", "EUR", "0.50005"))).toBe(true);
  });
});
