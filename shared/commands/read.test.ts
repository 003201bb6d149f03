import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { commandOf, ada } from "#shared/testing/fixtures/approval.ts";

import { commandPayloads } from "./payloads.ts";
import { readCommand } from "./read.ts";

const read = (type: string, payload: ReturnType<typeof commandOf>["payload"]) =>
  readCommand(commandOf(1, ada, { type, payload }));
const whole = { orderId: "order-1", stageId: "one" };

describe("reading a command", () => {
  it("returns the type with its payload", () => {
    expect(read("approve-order", { ...whole, reason: "  Agreed. " })).toEqual({
      ok: true,
      value: { type: "approve-order", payload: { ...whole, reason: "Agreed." } },
    });
  });

  it.each(["launch-rocket", "toString", "__proto__", ""])("refuses the unknown type %j by its name", (type) => {
    expect(read(type, whole)).toEqual({ ok: false, error: { code: "command-type-unknown", args: { type } } });
  });

  it("refuses a reason of 100,000 characters, saying how many are allowed", () => {
    expect(read("reject-order", { ...whole, reason: "x".repeat(100_000) })).toEqual({
      ok: false,
      error: { code: "text-too-long", args: { max: 2_000, actual: 100_000 } },
    });
    expect(read("reject-order", { ...whole, reason: "x".repeat(2_000) }).ok).toBe(true);
  });

  it.each([
    ["payload.stageId", "approve-order", { orderId: "order-1" }],
    ["payload.orderId", "reject-order", { ...whole, orderId: 7 }],
    ["payload.reason", "reject-order", { ...whole, reason: "   " }],
    ["payload.reason", "reject-order", { ...whole, reason: ["x".repeat(3_000)] }],
    ["payload.decisionId", "reverse-decision", { orderId: "order-1", decisionId: "not-a-uuid" }],
    ["payload", "approve-order", { ...whole, colour: "red" }],
  ])("refuses a malformed field and names its path: %s", (path, type, payload) => {
    const answer = read(type, payload);
    expect(answer).toMatchObject({ ok: false, error: { code: "command-malformed", args: { path } } });
  });

  it("returns a result for any input, and never throws", () => {
    const payload = fc.dictionary(
      fc.constantFrom("orderId", "stageId", "decisionId", "reason", "__proto__", "other"),
      fc.jsonValue() as fc.Arbitrary<string>,
    );
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...Object.keys(commandPayloads)), fc.string()), payload, (type, given) => {
        expect(read(type, given).ok).toBeTypeOf("boolean");
      }),
    );
  });
});
