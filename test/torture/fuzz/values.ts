import type { Random } from "@countersign/server/demo/random.ts";

import type { ValueSchema } from "./operations.ts";

/** One of them matches every pattern in the API. */
const patterned = [
  "1",
  "0.125",
  "P1M",
  "2026-11-21T09:30:00.000Z",
  "2026-11-21T09:30:00+01:00",
  "019ac7a0-0000-7000-8000-000000000001",
  "carl@bakery.example",
  "csk",
];

const strings = [
  "a",
  "oven",
  "EUR",
  "USD",
  "DE",
  "Europe/Berlin",
  "https://hooks.example/orders",
  "org-bakery",
  "bakery",
  "bakery",
];

const textFor = ({ pattern, minLength = 0, maxLength = 1_000 }: ValueSchema, random: Random): string => {
  const fits = (text: string): boolean => text.length >= minLength && text.length <= maxLength;
  const candidates = (
    pattern === undefined ? strings : patterned.filter((text) => new RegExp(pattern).test(text))
  ).filter(fits);
  return candidates.length === 0 ? "x".repeat(Math.max(1, minLength)) : random.pick(candidates);
};

const numberFor = ({ minimum = 0, maximum = 1_000 }: ValueSchema, random: Random): number =>
  random.integer(Math.max(minimum, -1_000), Math.max(minimum, Math.min(maximum, minimum + 1_000)));

const objectFor = (
  { properties = {}, required = [] }: ValueSchema,
  random: Random,
  depth: number,
): Record<string, unknown> => {
  const wanted = Object.entries(properties).filter(([name]) => required.includes(name) || random.chance(0.3));
  return Object.fromEntries(wanted.map(([name, schema]) => [name, valueFor(schema, random, depth + 1)]));
};

/** A value that is valid by itself; rules over several values may be broken. */
export const valueFor = (schema: ValueSchema, random: Random, depth = 0): unknown => {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return valueFor(random.pick(alternatives), random, depth + 1);
  switch (schema.type) {
    case "string":
      return textFor(schema, random);
    case "integer":
    case "number":
      return numberFor(schema, random);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    case "array": {
      const count =
        depth > 6 ? (schema.minItems ?? 0) : random.integer(schema.minItems ?? 0, (schema.minItems ?? 0) + 2);
      return Array.from({ length: count }, () => valueFor(schema.items ?? {}, random, depth + 1));
    }
    case "object":
      return objectFor(schema, random, depth);
    default:
      return random.pick([null, 1, "a", [], {}]);
  }
};
