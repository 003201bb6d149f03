import { describe, expect, it } from "vitest";

import { mailWords } from "@countersign/shared/words/by-language.ts";

import { noticeKinds } from "./notices.ts";
import { render } from "./render.ts";

describe("a mail", () => {
  it("has texts for every notice, and no unused ones", () => {
    expect(Object.keys(mailWords.en.notices).toSorted()).toEqual(noticeKinds.toSorted());
  });

  it("contains nothing that becomes markup or a second header", () => {
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
});
