import { describe, expect, it } from "vitest";

import { unstorable } from "./storable.ts";

describe("what can be stored", () => {
  it("is any well-formed text, at any reasonable depth", () => {
    expect(unstorable({ a: ["x", 1, null, true, { b: "😀 ä" }] })).toBeUndefined();
  });

  it("is not U+0000, a lone surrogate, or a name with either", () => {
    expect(unstorable({ lines: [{ note: "a\0" }] })).toEqual({
      path: "lines.0.note",
      code: "unstorable-character",
    });
    expect(unstorable(["\udc00"])?.path).toBe("0");
    expect(unstorable({ a: { "b\0": 1 } })).toEqual({
      path: "a",
      code: "unstorable-name",
    });
    expect(unstorable("\0")?.path).toBe("");
  });

  it("is not anything nested deeper than documents are", () => {
    expect(unstorable(JSON.parse("[".repeat(64) + "]".repeat(64)))).toBeUndefined();
    expect(unstorable(JSON.parse("[".repeat(200_000) + "]".repeat(200_000)))?.code).toBe("nested-too-deeply");
  });
});
