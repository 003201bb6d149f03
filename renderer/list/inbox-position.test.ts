import { describe, expect, it } from "vitest";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import { createInboxPosition, positionAt, settlePosition } from "./inbox-position.ts";

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

  it("begins at the first row, whatever its order", () => {
    expect(createInboxPosition().getState()).toEqual({ index: 0 });
    expect(settlePosition(createInboxPosition().getState(), 2, rows("a", "b"))).toEqual({ index: 0, orderId: "a" });
  });

  it("learns its order when its row arrives", () => {
    expect(settlePosition(positionAt(1, undefined), 2, rows("a", "b"))).toEqual({ index: 1, orderId: "b" });
  });

  it("goes to the last row, also while that is being fetched", () => {
    expect(settlePosition(positionAt(500, id("x")), 300, rows("a", "b"))).toStrictEqual({ index: 299 });
  });

  it("keeps its place without its order while the row there is being fetched", () => {
    const position = positionAt(500, id("x"));
    expect(settlePosition(position, 1_000, rows("a", "b"))).toBe(position);
  });

  it("is at the first row of an empty list", () => {
    expect(settlePosition(positionAt(3, id("x")), 0, [])).toEqual({ index: 0 });
  });
});
