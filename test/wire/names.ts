import { join } from "node:path";

import { z } from "zod";

import { commandPayloads } from "@countersign/shared/commands/payloads.ts";
import type { OperationShape } from "@countersign/shared/contract/api/operation.ts";
import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import { demoOperations, sessionOperations } from "@countersign/shared/contract/api/sessions.ts";
import { askable } from "@countersign/shared/contract/ask.ts";
import { problemSchema, syncedDocuments } from "@countersign/shared/contract/protocol.ts";

/**
 * Everything that is named in a direction, one line each: `orders.lines[].quantity! integer` for a required field and its
 * type, `people.role=approver` for a member of a closed list. Variants of a union are told apart by their constant.
 */
export type Names = readonly string[];

/** The bounds of values, by name and kind: `push body.commands maxItems` is 500. A format stands for its pattern. */
export type Bounds = Readonly<Record<string, number | string>>;

interface Direction {
  readonly names: Names;
  readonly bounds: Bounds;
}

/** What goes over the wire between a device and a server, and is stored by both. */
export interface WireNames {
  readonly toServer: Direction;
  readonly toDevice: Direction;
}

export const namesIn = (folder: string): string => join(folder, "names.json");

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What tells a variant apart from the others. */
const markOf = ({ properties = {} }: JsonSchema): string =>
  Object.entries(properties)
    .map(([name, value]) => [name, (value as JsonSchema).const] as const)
    .filter(([, constant]) => constant !== undefined)
    .map(([name, constant]) => `${name}=${String(constant)}`)
    .join(",");

const isSchema = (value: JsonSchema["items"] | JsonSchema["additionalProperties"]): value is JsonSchema =>
  typeof value === "object" && !Array.isArray(value);

const kindsOfBound = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "format"] as const;

const boundsOf = (schema: JsonSchema): Bounds => {
  const kinds = schema.format === undefined ? [...kindsOfBound, "pattern" as const] : kindsOfBound;
  return Object.fromEntries(kinds.flatMap((kind) => (schema[kind] === undefined ? [] : [[kind, schema[kind]]])));
};

/** A value in a schema. */
interface Place {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Every value in a schema below `path`. */
const within = (path: string, schema: JsonSchema): Place[] => {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const at = (inside: string, value: JsonSchema, isRequired = false): Place[] => [
    { path: inside, schema: value, isRequired },
    ...within(inside, value),
  ];
  return [
    ...Object.entries(properties).flatMap(([name, value]) =>
      at(`${path}.${name}`, value as JsonSchema, required.includes(name)),
    ),
    ...(isSchema(items) ? at(`${path}[]`, items) : []),
    ...(isSchema(additionalProperties) ? at(`${path}{}`, additionalProperties) : []),
    ...(schema.oneOf ?? schema.anyOf ?? []).flatMap((variant) => at(`${path}(${markOf(variant)})`, variant)),
  ];
};

const namesAt = ({ path, schema, isRequired }: Place): string[] => [
  `${path}${isRequired ? "!" : ""} ${String(schema.type ?? "any")}`,
  ...[...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])].map(
    (member) => `${path}=${String(member)}`,
  ),
];

const directionOf = (schemas: Readonly<Record<string, z.ZodType | undefined>>): Direction => {
  const places = Object.entries(schemas).flatMap(([name, schema]) =>
    schema === undefined ? [] : within(name, z.toJSONSchema(schema, { unrepresentable: "any" })),
  );
  const bounds = places.flatMap(({ path, schema }) =>
    Object.entries(boundsOf(schema)).map(([kind, bound]) => [`${path} ${kind}`, bound] as const),
  );
  return { names: [...new Set(places.flatMap(namesAt))].toSorted(), bounds: Object.fromEntries(bounds) };
};

const operations: Readonly<Record<string, OperationShape>> = {
  ...replicationOperations,
  ...sessionOperations,
  ...demoOperations,
  ...askable,
};

const ofOperations = (
  parts: readonly ("params" | "query" | "body" | "answer")[],
): Record<string, z.ZodType | undefined> =>
  Object.fromEntries(
    Object.entries(operations).flatMap(([id, operation]) => parts.map((part) => [`${id} ${part}`, operation[part]])),
  );

/** What this version names. */
export const wireNames = (): WireNames => ({
  toServer: directionOf({ ...commandPayloads, ...ofOperations(["params", "query", "body"]) }),
  toDevice: directionOf({ ...syncedDocuments, ...ofOperations(["answer"]), problem: problemSchema }),
});
