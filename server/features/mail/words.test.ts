import { describe, expect, it } from "vitest";

import { mailLanguages } from "@countersign/shared/domain/mail-preferences.ts";
import { money } from "@countersign/shared/domain/money.ts";

import { moneyText } from "./figures.ts";
import { noticeKinds } from "./notices.ts";
import { render } from "./render.ts";
import { words } from "./words.ts";

describe("the words of a mail", () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name).toSorted();

  it("exist for every notice in every language, with the same figures", () => {
    for (const language of mailLanguages)
      for (const kind of noticeKinds) {
        const { subject, lead } = words[language].notices[kind];
        expect([language, kind, placeholders(subject)]).toEqual([
          language,
          kind,
          placeholders(words.en.notices[kind].subject),
        ]);
        expect(placeholders(lead)).toEqual(placeholders(words.en.notices[kind].lead));
      }
  });

  it("carry nothing that becomes markup or a second header", () => {
    const { html, subject } = render({
      subject: "Order\r\nBcc: everybody@example.com",
      lead: `<img src=x onerror="alert(1)">`,
      facts: [["Reason", "</table><script>"]],
      footer: "",
    });
    expect(subject).toBe("Order Bcc: everybody@example.com");
    expect(html).not.toContain("<img");
    expect(html).not.toContain("<script>");
  });

  it("write amounts with the digits of their currency, however large", () => {
    expect(moneyText(money(123_456_789, "EUR"), "de")).toBe("1.234.567,89 EUR");
    expect(moneyText(money(1_500, "KWD"), "en")).toBe("1.500 KWD");
    expect(moneyText(money(100_000, "JPY"), "en")).toBe("100,000 JPY");
    expect(moneyText(money(900_719_925_474_099_1, "EUR"), "en")).toBe("90,071,992,547,409.91 EUR");
  });
});
