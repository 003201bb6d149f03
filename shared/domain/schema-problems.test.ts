import { describe, expect, it } from "vitest";
import { z } from "zod";

import { exchangeRatesSchema } from "./exchange-rate.ts";
import { fieldCode } from "./field-codes.ts";
import { moneySchema } from "./money.ts";
import { firstSchemaProblem, schemaProblems } from "./schema-problems.ts";
import { calendarDateSchema } from "./term.ts";

const problemsOf = (schema: z.ZodType, input: unknown) => {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : schemaProblems(parsed.error, input);
};

describe("what a schema refuses, as codes", () => {
  it("names each field by its path, and the whole document `root`", () => {
    const schema = z.strictObject({ lines: z.array(z.strictObject({ quantity: z.int() })) });
    expect(problemsOf(schema, { lines: [{ quantity: 1 }, { quantity: "2" }] })).toEqual([
      { path: "lines.1.quantity", code: "not-of-type", args: { type: "number" } },
    ]);
    expect(problemsOf(schema, [])).toEqual([{ path: "body", code: "not-of-type", args: { type: "object" } }]);
  });

  it("distinguishes a missing field from one of a wrong type", () => {
    const schema = z.strictObject({ name: z.string(), kind: z.enum(["a", "b"]) });
    expect(problemsOf(schema, { name: null })).toEqual([
      { path: "name", code: "not-of-type", args: { type: "string" } },
      { path: "kind", code: "missing" },
    ]);
  });

  it.each<[z.ZodType, unknown, object]>([
    [z.string().min(3), "a", { code: "shorter-than", args: { min: 3 } }],
    [z.string().max(1), "ab", { code: "longer-than", args: { max: 1 } }],
    [z.string().length(3), "ab", { code: "not-of-length", args: { length: 3 } }],
    [z.string().min(1), "", { code: "empty" }],
    [z.array(z.string()).min(1), [], { code: "empty" }],
    [z.array(z.string()).min(2), ["a"], { code: "fewer-than", args: { min: 2 } }],
    [z.array(z.string()).max(1), ["a", "b"], { code: "more-than", args: { max: 1 } }],
    [z.int().min(1), 0, { code: "below", args: { min: 1 } }],
    [z.int().positive(), 0, { code: "not-above", args: { min: 0 } }],
    [z.int().max(1), 2, { code: "above", args: { max: 1 } }],
    [z.number().lt(1), 1, { code: "not-below", args: { max: 1 } }],
    [z.number().multipleOf(2), 3, { code: "not-multiple-of", args: { divisor: 2 } }],
    [z.email(), "nobody", { code: "not-written-as", args: { format: "email" } }],
    [z.enum(["a", "b"]), "c", { code: "not-one-of", args: { values: "a, b" } }],
    [z.strictObject({}), { x: 1, y: 2 }, { code: "unknown-fields", args: { fields: "x, y" } }],
    [z.union([z.string(), z.int()]), true, { code: "fits-no-form" }],
    [z.string().refine(() => false), "a", { code: "not-valid" }],
    [z.string().refine(() => false, fieldCode("id-taken")), "a", { code: "id-taken" }],
  ])("has a code and its figures for %# %o", (schema, input, reason) => {
    expect(problemsOf(schema, input)).toEqual([{ path: "body", ...reason }]);
  });

  it("takes the code and the figures of the product's own checks", () => {
    expect(problemsOf(moneySchema, { amountMinor: 1, currency: "XXX" })).toEqual([
      { path: "currency", code: "not-a-currency" },
    ]);
    expect(problemsOf(calendarDateSchema, "1800-01-01")).toEqual([
      { path: "body", code: "date-out-of-range", args: { from: "1900-01-01", until: "2999-12-31" } },
    ]);
    const rate = { from: "EUR", to: "USD", rate: "1.1" };
    expect(problemsOf(exchangeRatesSchema, [rate, rate])).toEqual([
      { path: "1", code: "second-rate", args: { from: "EUR", to: "USD" } },
    ]);
  });

  it("names the first problem of a failed parse", () => {
    const parsed = z.strictObject({ name: z.string() }).safeParse({});
    expect(!parsed.success && firstSchemaProblem(parsed.error, {})).toEqual({ path: "name", code: "missing" });
  });
});
