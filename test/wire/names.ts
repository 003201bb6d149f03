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

/** What goes over the wire between a device and a server, and is stored by both. */
export interface WireNames {
  readonly toServer: Names;
  readonly toDevice: Names;
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

/** The names in a schema below `path`. */
const within = (path: string, schema: JsonSchema): string[] => {
  const { properties, required = [], items, additionalProperties, enum: members, const: constant } = schema;
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  const lists = [...(members ?? []), ...(constant === undefined ? [] : [constant])];
  const at = (inside: string, value: JsonSchema, mark = ""): string[] => [
    `${inside}${mark} ${String(value.type ?? "any")}`,
    ...within(inside, value),
  ];
  return [
    ...Object.entries(properties ?? {}).flatMap(([name, value]) =>
      at(`${path}.${name}`, value as JsonSchema, required.includes(name) ? "!" : ""),
    ),
    ...(isSchema(items) ? at(`${path}[]`, items) : []),
    ...(isSchema(additionalProperties) ? at(`${path}{}`, additionalProperties) : []),
    ...variants.flatMap((variant) => at(`${path}(${markOf(variant)})`, variant)),
    ...lists.map((value) => `${path}=${String(value)}`),
  ];
};

const namesOf = (schemas: Readonly<Record<string, z.ZodType | undefined>>): Names =>
  [
    ...new Set(
      Object.entries(schemas).flatMap(([name, schema]) =>
        schema === undefined ? [] : within(name, z.toJSONSchema(schema, { unrepresentable: "any" })),
      ),
    ),
  ].toSorted();

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
  toServer: namesOf({ ...commandPayloads, ...ofOperations(["params", "query", "body"]) }),
  toDevice: namesOf({ ...syncedDocuments, ...ofOperations(["answer"]), problem: problemSchema }),
});
