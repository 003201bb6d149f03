import { z } from "zod";

import type { Newer } from "./newer.ts";
import { isNewer } from "./newer.ts";

/*
 * A server is strict about what it accepts. A device reads what a newer server may have sent: the loose reader of a document
 * is derived from its strict schema, so that no document is defined twice.
 *
 * - An object keeps unknown fields.
 * - A closed list (an enumeration, the variants of a union, the kinds of value that an argument may have, a text of a list
 *   such as the currencies) reads an unknown member as `Newer`. Two variants told apart by a boolean cannot grow, so they are not such a list.
 * - Reading the result again changes nothing.
 * - Upper bounds, the form of an e-mail address, and rules over several fields are not checked: the server has checked them.
 */

type LooseShape<Shape> = { -readonly [Name in keyof Shape]: LooseSchema<Shape[Name]> };

type LooseOptions<Options extends readonly unknown[]> = LooseSchema<Options[number]>;

/** The discriminator of a union. */
type Mark<Options extends readonly unknown[], Name extends string> =
  Options[number] extends z.ZodObject<infer Shape>
    ? Name extends keyof Shape
      ? Shape[Name] extends z.ZodLiteral<infer Value>
        ? Value
        : never
      : never
    : never;

/** A text of a closed list that is kept elsewhere and grows: the currencies, the time zones. */
export type ClosedText = z.ZodString & { readonly isClosed: true };

export const closedText = (schema: z.ZodString): ClosedText => Object.assign(schema, { isClosed: true as const });

/** The schema that {@link loosened} makes of a schema, for the compiler. */
export type LooseSchema<Schema> = Schema extends z.ZodJSONSchema
  ? Schema
  : Schema extends z.ZodObject<infer Shape>
    ? z.ZodObject<LooseShape<Shape>>
    : Schema extends z.ZodEnum | ClosedText
      ? z.ZodType<z.output<Schema> | Newer>
      : Schema extends z.ZodDiscriminatedUnion<infer Options, infer Name>
        ? z.ZodType<z.output<LooseOptions<Options>> | ([Mark<Options, Name>] extends [boolean] ? never : Newer)>
        : Schema extends z.ZodUnion<infer Options>
          ? z.ZodType<z.output<LooseOptions<Options>> | Newer>
          : Schema extends z.ZodArray<infer Element>
            ? z.ZodArray<LooseSchema<Element>>
            : Schema extends z.ZodRecord<infer Key, infer Value>
              ? z.ZodRecord<Key, LooseSchema<Value>>
              : Schema extends z.ZodExactOptional<infer Inner>
                ? z.ZodExactOptional<LooseSchema<Inner>>
                : Schema;

/** What the loose reader of a schema returns. Unknown fields are kept, but not typed. */
export type Loose<Schema> = z.output<LooseSchema<Schema>>;

type AnySchema = z.core.$ZodType;

/** A value that was already read, elsewhere in the program, stays as it is. */
const asNewer = (raw: unknown): Newer => (isNewer(raw) ? raw : { newer: raw });

const upperBounds: ReadonlySet<string> = new Set(["max_length", "less_than", "max_size"]);

const isUpperBound = (check: z.core.$ZodCheck): boolean => upperBounds.has(check._zod.def.check);

/** A text or a number as it is, without the bounds that a newer server may have raised. */
const unbounded = (schema: AnySchema): AnySchema => {
  const { def } = schema._zod;
  const checks = def.checks ?? [];
  if (!checks.some(isUpperBound)) return schema;
  return z.core.clone(schema, { ...def, checks: checks.filter((check) => !isUpperBound(check)) });
};

/** What none of the known members is. */
const anythingElse = z
  .unknown()
  .refine((raw) => raw !== undefined)
  .transform(asNewer);

const readBefore = z.strictObject({ newer: z.unknown() });

/** An object whose discriminator this version does not know. */
const unknownVariant = (name: string, known: ReadonlySet<unknown>): AnySchema =>
  z.looseObject({ [name]: z.unknown().refine((mark) => mark !== undefined && !known.has(mark)) }).transform(asNewer);

const looseVariants = ({ options, discriminator }: z.core.$ZodDiscriminatedUnionDef): AnySchema => {
  const known = new Set(options.flatMap((option) => [...(option._zod.propValues?.[discriminator] ?? [])]));
  const variants = options.map(loosened);
  const isGrowing = [...known].some((mark) => typeof mark !== "boolean");
  return z.union(isGrowing ? [...variants, unknownVariant(discriminator, known), readBefore] : variants);
};

const isTagged = (def: z.core.$ZodUnionDef): def is z.core.$ZodDiscriminatedUnionDef => "discriminator" in def;

const derive = (schema: AnySchema): AnySchema => {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  switch (def.type) {
    case "object":
      return z.looseObject(
        Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, loosened(field)])),
      );
    case "array":
      return z.array(loosened(def.element));
    case "record":
      return z.record(def.keyType, loosened(def.valueType));
    case "optional":
      return z.exactOptional(loosened(def.innerType));
    case "enum":
      return z.union([schema, anythingElse]);
    case "union":
      return isTagged(def) ? looseVariants(def) : z.union([...def.options.map(loosened), anythingElse]);
    case "string":
      if ("format" in def && def.format === "email") return z.string().min(1);
      return "isClosed" in schema ? z.union([schema, anythingElse]) : unbounded(schema);
    case "number":
      return unbounded(schema);
    default:
      return schema;
  }
};

const derived = new WeakMap<AnySchema, AnySchema>();

/** The loose reader of a document whose strict schema is given; always the same one for the same schema. */
export function loosened<Schema extends AnySchema>(schema: Schema): z.ZodType<Loose<Schema>> {
  const known = derived.get(schema);
  const loose = known ?? derive(schema);
  if (known === undefined) derived.set(schema, loose);
  // The type mirrors what `derive` does with each kind of schema.
  return loose as z.ZodType<Loose<Schema>>;
}
