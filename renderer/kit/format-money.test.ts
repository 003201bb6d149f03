import { describe, expect, it } from "vitest";

import { money } from "@countersign/shared/domain/money.ts";

import { formatMoney } from "./format-money.ts";

const plain = (text: string) => text.replaceAll("\u00A0", " ");

describe("money on the screen", () => {
  it("has the digits of ISO 4217, not those that Intl would choose", () => {
    expect(plain(formatMoney(money(124_000, "EUR")))).toBe("1,240.00 EUR");
    expect(plain(formatMoney(money(3_212_430, "JPY")))).toBe("3,212,430 JPY");
    expect(plain(formatMoney(money(3_612_465, "KWD")))).toBe("3,612.465 KWD");
    expect(plain(formatMoney(money(12_345, "HUF")))).toBe("123.45 HUF");
    expect(plain(formatMoney(money(-5, "EUR")))).toBe("-0.05 EUR");
  });

  it("loses no digit of a large amount", () => {
    expect(plain(formatMoney(money(Number.MAX_SAFE_INTEGER, "EUR")))).toBe("90,071,992,547,409.91 EUR");
  });
});
