import fc from "fast-check";
import { expect, it } from "vitest";
import { inUtf16Order } from "./utf16-order.ts";

const anyUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff)))
  .map((units) => String.fromCharCode(...units));

it("orders bytes as JavaScript orders strings, lone surrogates and NUL included", () => {
  fc.assert(
    fc.property(anyUnits, anyUnits, (a, b) => {
      const order = Buffer.compare(Buffer.from(inUtf16Order(a)), Buffer.from(inUtf16Order(b)));
      expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

it("leaves text of the usual alphabets as it is, and only well-formed text in any case", () => {
  expect(inUtf16Order("Zürich 中文 اَلْعَرَبِيَّة")).toBe("Zürich 中文 اَلْعَرَبِيَّة");
  fc.assert(fc.property(anyUnits, (text) => inUtf16Order(text).isWellFormed()));
});
