import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { demoNetwork } from "@countersign/server/demo/network.ts";
import { pullAnswerSchema, syncedDocuments } from "#shared/contract/protocol.ts";

import { instantSchema } from "./instant.ts";
import { loosened } from "./loose.ts";
import { quickRead } from "./quick-read.ts";

type Sample = readonly [schema: z.ZodType, text: string];

const network = demoNetwork({ orders: 150, now: instantSchema.parse("2026-11-02T09:00:00.000Z") });

const samples: Sample[] = [
  ...[...network.orders()].flatMap(({ order, history }): Sample[] => [
    [syncedDocuments.orders, JSON.stringify(order)],
    ...history.map((entry): Sample => [syncedDocuments.history, JSON.stringify(entry)]),
  ]),
  ...network.people.map((person): Sample => [syncedDocuments.people, JSON.stringify(person)]),
  ...network.organisations.map((organisation): Sample => [syncedDocuments.organisations, JSON.stringify(organisation)]),
  [
    pullAnswerSchema,
    '{"rows":[{"deleted":true,"id":"a"},{"deleted":false,"document":{}}],"checkpoint":{"epoch":"e","sequence":1,"documentId":""}}',
  ],
];

/** Every place of a value that can be replaced, as the object or list that holds it and its key there. */
const placesIn = (holder: object): [holder: object, key: string][] =>
  Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    [holder, key] as [object, string],
    ...(typeof value === "object" && value !== null ? placesIn(value) : []),
  ]);

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    "",
    0,
    -1,
    1.5,
    1e300,
    2 ** 53,
    [],
    {},
    "EUR",
    "XAU",
    "units",
    "P1D",
    "x",
  ),
  fc.constantFrom("2026-02-30T00:00:00.000Z", "2026-11-02T09:00:00.000Z", "2026-11-02T09:00:00Z", "a".repeat(5_000)),
  fc.jsonValue(),
);

type Change = { readonly at: number; readonly kind: "replace" | "remove" | "add"; readonly value: unknown };

const changed = (text: string, { at, kind, value }: Change): unknown => {
  const document = JSON.parse(text) as object;
  const places = placesIn(document);
  const [holder, key] = places[at % places.length]!;
  const held = holder as Record<string, unknown>;
  if (kind === "replace") held[key] = value;
  else if (kind === "remove" && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (kind === "remove") delete held[key];
  else if (Array.isArray(holder)) holder.push(value);
  else held["surplus"] = value;
  return document;
};

describe("reading what came over the wire", () => {
  it("returns the value itself if it is valid, for everything that a device pulls", () => {
    for (const [schema, text] of samples) {
      const value: unknown = JSON.parse(text);
      const read = quickRead(schema, value);
      expect(read.success && read.data).toBe(value);
      expect(value).toEqual(schema.parse(value));
    }
  });

  it("accepts, refuses and returns the same as zod, whatever is changed in a document", { timeout: 60_000 }, () => {
    const change: fc.Arbitrary<Change> = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom("replace", "replace", "remove", "add"),
      value: strange,
    });
    fc.assert(
      fc.property(fc.constantFrom(...samples), change, ([schema, text], made) => {
        const value = changed(text, made);
        const [read, expected] = [quickRead(schema, value), schema.safeParse(value)];
        expect(read.success).toBe(expected.success);
        expect(read.data).toEqual(expected.data);
        expect(read.error?.issues).toEqual(expected.error?.issues);
      }),
    );
  });

  it("returns a document with unknown fields as it is, if the schema keeps them", () => {
    const schema = loosened(syncedDocuments.orders);
    const order = { ...(JSON.parse(JSON.stringify([...network.orders()][0]!.order)) as object), carbonGrams: 4_200 };
    const read = quickRead(schema, order);
    expect(read.success && read.data).toBe(order);
  });

  it.for<[string, z.ZodType, unknown]>([
    ["a default", z.strictObject({ a: z.string().default("x") }), {}],
    ["a change", z.strictObject({ a: z.string().trim() }), { a: " x " }],
    ["a transformation", z.strictObject({ a: z.string().transform(Number) }), { a: "1" }],
    ["fields that are dropped", z.object({ a: z.string() }), { a: "x", b: 1 }],
    ["a dangerous name", z.record(z.string(), z.unknown()), JSON.parse('{"__proto__":1}')],
  ])("leaves %s to zod", ([, schema, value]) => {
    expect(quickRead(schema, value)).toEqual(schema.safeParse(value));
  });
});
