import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { syncedDocuments } from "@countersign/shared/contract/protocol.ts";

import { rxSchemaOf } from "./documents.ts";
import { indexedFieldsVersion } from "./indexed-fields.ts";

/** Where a JSON schema is divided without a step in the document. */
const betweenSteps = ["properties", "items", "anyOf", "oneOf", "allOf"];

/** Every list of known values in a JSON schema, with its place. */
const closedLists = (schema: unknown, place = ""): string[] => {
  if (typeof schema !== "object" || schema === null) return [];
  const own = Object.entries(schema)
    .filter(([key]) => key === "enum" || key === "const")
    .map(([, known]) => `${place}: ${JSON.stringify(known)}`);
  const below = Object.entries(schema).flatMap(([key, part]) =>
    closedLists(part, Array.isArray(schema) || betweenSteps.includes(key) ? place : `${place}/${key}`),
  );
  return [...own, ...below];
};

const names = Object.keys(syncedDocuments) as (keyof typeof syncedDocuments)[];

const fingerprint = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);

/**
 * What a version knows decides what it indexes: an order with a stage that it did not know asks nobody until the fields are
 * filled again. If this fails, raise `indexedFieldsVersion`, then write the new figures here.
 */
describe("the version of the indexed fields", () => {
  it("D09 is another one when a document has other indexes, or a value that was not known before", () => {
    const indexes = names.map((name) => rxSchemaOf(name));
    const known = names.map((name) => closedLists(z.toJSONSchema(syncedDocuments[name], { unrepresentable: "any" })));
    expect({
      version: indexedFieldsVersion,
      indexes: fingerprint(indexes),
      known: fingerprint(known.map((lists) => [...new Set(lists)].toSorted())),
    }).toEqual({ version: 1, indexes: "cc7ba69964bfacba", known: "01eeb5900743cd47" });
  });
});
