import { describe, expect, it } from "vitest";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import { positionAt, settlePosition } from "./inbox-position.ts";

const id = (name: string) => orderIdSchema.parse(name);
const rows = (...names: string[]) => names.map((name, index) => ({ index, orderId: id(name) }));

describe("the position in the inbox", () => {
  it("follows its order when rows before it come or go", () => {
    const position = positionAt(1, id("b"));
    expect(settlePosition(position, 4, rows("x", "y", "b", "c"))).toEqual({ index: 2, orderId: "b" });
  });

  it("goes to the order that took the place of a decided one", () => {
    expect(settlePosition(positionAt(1, id("b")), 2, rows("a", "c"))).toEqual({ index: 1, orderId: "c" });
  });

  it("goes to the last order when the last one was decided", () => {
    expect(settlePosition(positionAt(2, id("c")), 2, rows("a", "b"))).toEqual({ index: 1, orderId: "b" });
  });

  it("stays the same value when nothing changed or its row is still being fetched", () => {
    const known = positionAt(1, id("b"));
    expect(settlePosition(known, 2, rows("a", "b"))).toBe(known);
    const unknown = positionAt(500, undefined);
    expect(settlePosition(unknown, 1_000, rows("a", "b"))).toBe(unknown);
  });
});
