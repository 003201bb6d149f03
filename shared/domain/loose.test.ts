import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { demoNetwork } from "@countersign/server/demo/network.ts";
import type { CollectionName } from "#shared/contract/protocol.ts";
import { collectionNames, syncedDocuments } from "#shared/contract/protocol.ts";
import { ada, approval, commandOf } from "#shared/testing/fixtures/approval.ts";

import { instantSchema } from "./instant.ts";
import type { Loose } from "./loose.ts";
import { loosened } from "./loose.ts";
import type { Newer } from "./newer.ts";
import { asSent, holdsNewer } from "./newer.ts";

type Json = Record<string, unknown>;

const network = demoNetwork({ orders: 40, now: instantSchema.parse("2026-11-02T09:00:00.000Z") });
const told = [...network.orders()];

const samples: Record<CollectionName, readonly object[]> = {
  orders: told.map(({ order }) => order),
  history: told.flatMap(({ history }) => history),
  people: network.people,
  organisations: network.organisations,
  commands: [
    commandOf(1, ada, approval("one")),
    {
      ...commandOf(2, ada, approval("one")),
      verdict: { state: "accepted", at: "2026-11-02T09:00:00.000Z", revision: 2 },
    },
  ],
};

const copyOf = (document: object): Json => JSON.parse(JSON.stringify(document)) as Json;

/** Every object in a value, with its schema. */
const objectsIn = (value: unknown): Json[] => {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Json, ...inner];
};

interface Place {
  readonly holder: Json;
  readonly key: string;
}

/** Every place in a value where the schema has a closed list, whose member a newer server may replace. */
const membersIn = (schema: z.core.$ZodType, holder: Json, key: string): Place[] => {
  const value = holder[key];
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  switch (def.type) {
    case "optional":
      return value === undefined ? [] : membersIn(def.innerType, holder, key);
    case "enum":
      return [{ holder, key }];
    case "string":
      return "isClosed" in schema ? [{ holder, key }] : [];
    case "array":
      return Object.keys(value as unknown[]).flatMap((index) => membersIn(def.element, value as Json, index));
    case "object":
      return Object.entries(def.shape).flatMap(([name, field]) => membersIn(field, value as Json, name));
    case "union": {
      const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
      const option = def.options.find((one) => (one as z.ZodType).safeParse(value).success);
      const inner = option === undefined ? [] : membersIn(option, holder, key);
      const mark = discriminator && (value as Json)[discriminator];
      return typeof mark === "string" ? [{ holder: value as Json, key: discriminator }, ...inner] : inner;
    }
    default:
      return [];
  }
};

const takesAnything = (schema: z.core.$ZodType): boolean => {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  return def.type === "pipe" && def.in._zod.def.type === "unknown";
};

/** What a reader checks of texts and numbers, wherever it does not read anything else as newer. */
const checksIn = (schema: z.core.$ZodType): string[] => {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  switch (def.type) {
    case "object":
      return Object.values(def.shape).flatMap(checksIn);
    case "array":
      return checksIn(def.element);
    case "optional":
      return checksIn(def.innerType);
    case "record":
      return checksIn(def.valueType);
    case "union":
      return def.options.some(takesAnything) ? [] : def.options.flatMap(checksIn);
    case "string":
    case "number": {
      const format = "format" in def ? [def.format] : [];
      return [...format, ...(def.checks ?? []).map(({ _zod }) => _zod.def.check)].map(
        (check) => `${def.type} ${String(check)}`,
      );
    }
    default:
      return [];
  }
};

const anySample = fc.constantFrom(
  ...collectionNames.flatMap((name) => samples[name].map((document) => [name, document] as const)),
);
const unknownName = fc.constantFrom("carbonGrams", "zeta", "kindOfSoul", "newest");

describe("a loose reader", () => {
  it("reads what it knows exactly as the strict schema does", () => {
    for (const name of collectionNames)
      for (const document of samples[name]) {
        expect(loosened(syncedDocuments[name]).parse(document)).toEqual(syncedDocuments[name].parse(document));
        expect(holdsNewer(document)).toBe(false);
      }
  });

  it("keeps unknown fields, wherever they are, and changes nothing else", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySample, fc.array(fc.tuple(fc.nat(), unknownName, fc.jsonValue())), ([name, document], added) => {
        const sent = copyOf(document);
        for (const [at, field, value] of added) {
          const objects = objectsIn(sent);
          objects[at % objects.length]![field] = value;
        }
        const arrived = copyOf(sent);
        expect(loosened(syncedDocuments[name]).parse(arrived)).toEqual(copyOf(sent));
      }),
    );
  });

  it("reads an unknown member of any closed list as newer, and everything else as it is", { timeout: 60_000 }, () => {
    const anything = fc.oneof(fc.constant("dreamt"), fc.nat(), fc.record({ of: fc.constant("its own") }));
    fc.assert(
      fc.property(anySample, fc.nat(), anything, ([name, document], at, member) => {
        const sent = { document: copyOf(document) };
        const places = membersIn(syncedDocuments[name], sent, "document");
        fc.pre(places.length > 0);
        const { holder, key } = places[at % places.length]!;
        holder[key] = member;
        expect(syncedDocuments[name].safeParse(sent.document).success).toBe(false);
        const read = loosened(syncedDocuments[name]).parse(copyOf(sent.document));
        expect(holdsNewer(read)).toBe(true);
        expect(asSent(read)).toEqual(sent.document);
        expect(loosened(syncedDocuments[name]).parse(read)).toEqual(read);
      }),
    );
  });

  it.each([true, ["a", "list"], null, { seats: 4 }])(
    "reads a refusal's argument of a new kind as newer: %j",
    (figure) => {
      const verdict = {
        state: "refused",
        at: "2026-11-02T09:00:00.000Z",
        code: "seats-used-up",
        args: { figure, limit: 4 },
      };
      const [command] = samples.commands.map(copyOf);
      const read = loosened(syncedDocuments.commands).parse({ ...command, verdict });
      expect(read.verdict).toEqual({ ...verdict, args: { figure: { newer: figure }, limit: 4 } });
      expect(asSent(read)).toEqual({ ...command, verdict });
    },
  );

  it("refuses a missing required field and a wrong type, which nobody could read", () => {
    const [order] = samples.orders.map(copyOf);
    const { number, ...rest } = order!;
    expect(loosened(syncedDocuments.orders).safeParse(rest).success).toBe(false);
    expect(loosened(syncedDocuments.orders).safeParse({ ...rest, number: [number] }).success).toBe(false);
  });

  it("insists on nothing that a newer server may relax: each of these is what a text or a number is", () => {
    const checks = collectionNames.flatMap((name) => checksIn(loosened(syncedDocuments[name])));
    expect(new Set(checks)).toEqual(
      new Set([
        "string min_length",
        "string datetime",
        "string uuid",
        "string overwrite", // trimmed
        "string string_format", // a quantity's decimal number
        "string length_equals", // a country's two letters
        "number safeint",
        "number greater_than",
      ]),
    );
  });

  it("reads an e-mail address of a form that this version does not know", () => {
    const [person] = samples.people.map(copyOf);
    const sent = { ...person, email: "maria@почта.example" };
    expect(syncedDocuments.people.safeParse(sent).success).toBe(false);
    expect(loosened(syncedDocuments.people).parse(sent)).toEqual(sent);
  });

  it("takes longer texts than this version allows, because a newer server may have raised the bound", () => {
    const schema = loosened(z.strictObject({ name: z.string().min(1).max(5), count: z.int().max(5) }));
    expect(schema.safeParse({ name: "Seven letters", count: 7 }).success).toBe(true);
    expect(schema.safeParse({ name: "", count: 7 }).success).toBe(false);
  });

  it("makes newer members part of the type, so that nobody forgets them", () => {
    const schema = z.strictObject({
      status: z.enum(["on", "off"]),
      amount: z.discriminatedUnion("known", [
        z.strictObject({ known: z.literal(true), cents: z.int() }),
        z.strictObject({ known: z.literal(false) }),
      ]),
      rule: z
        .discriminatedUnion("when", [
          z.strictObject({ when: z.literal("always") }),
          z.strictObject({ when: z.literal("over"), limit: z.int() }),
        ])
        .exactOptional(),
    });
    interface Expected {
      status: "on" | "off" | Newer;
      amount: { known: true; cents: number } | { known: false };
      rule?: { when: "always" } | { when: "over"; limit: number } | Newer;
    }
    const read: Expected = loosened(schema).parse({ status: "dim", amount: { known: false }, rule: { when: "never" } });
    const same: Loose<typeof schema> = read;
    expect(same).toEqual({ status: { newer: "dim" }, amount: { known: false }, rule: { newer: { when: "never" } } });
  });
});
