import { describe, expect, it } from "vitest";

import { instantFromMillis } from "#shared/domain/instant.ts";
import { money } from "#shared/domain/money.ts";

import { fillText } from "./fill-text.ts";
import { readerFormats } from "./formats.ts";
import { moneyText } from "./money-text.ts";

const german = readerFormats({ language: "de", locale: "de", instant: (at) => `am ${at.slice(8, 10)}.` });

describe("a text with its figures", () => {
  it("has every argument in its place, as often as its name occurs", () => {
    expect(fillText("{{vendor}} asks {{account}}; {{vendor}} waits", { vendor: "V", account: "A" })).toBe(
      "V asks A; V waits",
    );
  });

  it("does not compile without an argument that it names, or with one that it does not name", () => {
    // @ts-expect-error -- `by` is missing
    expect(fillText("{{what}} by {{by}}", { what: "Approved" })).toBe("Approved by {{by}}");
    // @ts-expect-error -- the text names no `by`
    expect(fillText("{{what}}", { what: "Approved", by: "Ada" })).toBe("Approved");
  });

  it("keeps a placeholder without a figure visible, and does not fill in figures twice", () => {
    const template: string = "{{missing}}";
    expect(fillText(template, {})).toBe("{{missing}}");
    expect(fillText("{{person}} {{at}}", { person: "{{at}}", at: "now" })).toBe("{{at}} now");
  });

  it("is singular or plural by the rules of its language", () => {
    const orders = { one: "{{count}} Bestellung wartet", other: "{{count}} Bestellungen warten" };
    expect([0, 1, 2_000].map((count) => fillText(orders, { count }, german))).toEqual([
      "0 Bestellungen warten",
      "1 Bestellung wartet",
      "2.000 Bestellungen warten",
    ]);
  });

  it("shows amounts, numbers and times as its reader writes them", () => {
    const args = { amount: money(123_456, "EUR"), count: 12_345, at: instantFromMillis(0), status: 503 };
    expect(fillText("{{amount}} | {{count}} | {{at}} | {{status}}", args, german)).toBe(
      "1.234,56\u00A0EUR | 12.345 | am 01. | 503",
    );
    expect(fillText("{{amount}} | {{count}} | {{at}} | {{status}}", args)).toBe(
      "1,234.56 EUR | 12345 | 1970-01-01T00:00:00.000Z | 503",
    );
  });

  it("shows amounts with the digits of their currency, however large", () => {
    const plain = (text: string) => text.replace("\u00A0", " ");
    expect(plain(moneyText(money(123_456_789, "EUR"), "de"))).toBe("1.234.567,89 EUR");
    expect(plain(moneyText(money(1_500, "KWD"), "en"))).toBe("1.500 KWD");
    expect(plain(moneyText(money(3_212_430, "JPY"), "en"))).toBe("3,212,430 JPY");
    expect(plain(moneyText(money(12_345, "HUF"), "en"))).toBe("123.45 HUF");
    expect(plain(moneyText(money(-5, "EUR"), "en"))).toBe("-0.05 EUR");
    expect(plain(moneyText(money(Number.MAX_SAFE_INTEGER, "EUR"), "en"))).toBe("90,071,992,547,409.91 EUR");
  });
});
