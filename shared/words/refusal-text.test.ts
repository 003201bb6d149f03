import { describe, expect, it } from "vitest";

import { malformedArguments } from "#shared/domain/field-problem.ts";

import { readerFormats } from "./formats.ts";
import { refusalText } from "./refusal-text.ts";

const german = readerFormats({ language: "de", locale: "de", instant: String });

describe("a refusal whose arguments are codes", () => {
  it("says what is wrong with a field, with the field's own figures", () => {
    const args = malformedArguments({ path: "note", code: "longer-than", args: { max: 4_000 } });
    expect(refusalText({ code: "request-malformed", args })).toBe(
      "The request is not valid: note has more than 4000 characters. Correct the named field and send the request again.",
    );
  });

  it("leaves unknown codes as they are: another version's code, or a sentence", () => {
    const args = { path: "note", problem: "is missing, and several stages ask you" };
    expect(refusalText({ code: "command-malformed", args })).toContain("note is missing, and several stages ask you.");
    expect(refusalText({ code: "request-malformed", args: { path: "note", problem: "toString" } })).toContain(
      "note toString.",
    );
  });

  it("S59 says what would happen to an authorizer, and whose orders it is about", () => {
    const args = { authorizer: "Ada", change: "unlinked", buyer: "Rita", limits: "Rita 100.00 EUR" };
    expect(refusalText({ code: "authorizer-is-the-only-one", args })).toContain("Ada cannot be unlinked from Rita");
  });

  it("A27 names what changed since the approval in the language of the sentence", () => {
    const args = { changed: "amount, cost-centre" };
    const refused = { code: "approved-content-changed", args } as const;
    expect(refusalText(refused)).toContain("amount, cost centre changed");
    expect(refusalText(refused, german)).toContain("Geändert wurde: Betrag, Kostenstelle.");
  });
});
