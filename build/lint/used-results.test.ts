import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { droppedCall, indexResults, functionsOfResults } from "./used-results.ts";

const root = resolve(import.meta.dirname, "../..");

describe("the rule that no result is dropped", () => {
  it.each([
    ["a function", "export const place = (tx: Tx): Result<Order, Refusal> => ok(order);", "place"],
    ["one that answers later", "const place = async (tx: Tx): Promise<Result<Order, Refusal>> => ok(order);", "place"],
    ["a generic one", "export const orElse = <Value>(value: Value | undefined): Result<Value, Refusal> =>", "orElse"],
    [
      "one with its arguments on several lines",
      "const take = (\n  tx: Tx,\n  { id, name }: Named,\n): Promise<Result<void, Refusal>> => {",
      "take",
    ],
  ])("knows %s", (_what, text, name) => {
    expect(functionsOfResults(text)).toEqual([name]);
  });

  it("knows no function that gives something else", () => {
    expect(functionsOfResults("const place = (result: Result<Order, Refusal>): Order => order;")).toEqual([]);
    expect(
      functionsOfResults("const place = (): Promise<Order> => order;\nconst other: Result<Order, Refusal> = x;"),
    ).toEqual([]);
  });

  it("does not take the type of one function for that of another", () => {
    const text = "const end = (): void => {\n  close();\n};\nconst place = (): Result<void, Refusal> => ok(undefined);";
    expect(functionsOfResults(text)).toEqual(["place"]);
  });

  it("knows those of the product", () => {
    const names = indexResults(root, ["shared", "server", "main"]);
    expect([...names]).toEqual(expect.arrayContaining(["takeIn", "lockVisibleOrder", "refuseItemIds", "malformed"]));
    expect(names.has("orThrow")).toBe(false);
  });

  it("sees what a statement drops", () => {
    const call = { type: "CallExpression", callee: { type: "Identifier", name: "place" } };
    expect(droppedCall(call)).toBe("place");
    expect(droppedCall({ type: "AwaitExpression", argument: call })).toBe("place");
    expect(droppedCall({ type: "UnaryExpression", argument: call })).toBe("place");
    expect(droppedCall({ type: "CallExpression", callee: { type: "MemberExpression" } })).toBeUndefined();
    expect(droppedCall({ type: "AssignmentExpression" })).toBeUndefined();
  });
});
