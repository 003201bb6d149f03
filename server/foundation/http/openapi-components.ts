import { z } from "zod";

import { componentNames } from "@countersign/shared/contract/api/named.ts";

/** The metadata of a schema besides its name, from zod's registry. */
const described = ({ zodSchema, jsonSchema }: { readonly zodSchema: z.core.$ZodType; readonly jsonSchema: object }) => {
  if (zodSchema._zod.def.type === "union" && "anyOf" in jsonSchema && Array.isArray(jsonSchema.anyOf))
    Object.assign(jsonSchema, { anyOf: jsonSchema.anyOf.filter((branch: object) => Object.keys(branch).length > 0) });
  if ("$ref" in jsonSchema) return;
  const { id: _name, examples: _examples, ...said } = z.globalRegistry.get(zodSchema) ?? {};
  Object.assign(jsonSchema, said);
};

/** How zod schemas are converted for the document. */
export const componentSettings = {
  schemaRegistry: componentNames,
  zodToJsonConfig: { target: "draft-2020-12" as const, override: described },
};

type Schemas = Readonly<Record<string, unknown>>;

const prefix = "#/components/schemas/";
const inputEnding = "Input";

const referencesIn = (part: unknown): string[] =>
  [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = ""]) => name);

/** The components that are referred to from outside, directly or through others. */
const reachable = (document: object, schemas: Schemas): ReadonlySet<string> => {
  const found = new Set<string>();
  const open = referencesIn(document);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...referencesIn(schemas[name] ?? null));
  }
  return found;
};

/**
 * A schema whose input differs from its output has two components, `Name` and `NameInput`. If both are the same, or only
 * the input is used, one is enough.
 */
const renamed = (schemas: Schemas, used: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const candidates = [...used].filter((name) => name.endsWith(inputEnding) && name in schemas);
  const names = new Map(candidates.map((name) => [name, name.slice(0, -inputEnding.length)]));
  const withNames = (part: unknown): string =>
    JSON.stringify(part).replaceAll(
      /"#\/components\/schemas\/([^"]+)"/g,
      (_reference, name: string) => `"${prefix}${names.get(name) ?? name}"`,
    );
  const isTwo = (input: string, name: string): boolean =>
    used.has(name) && withNames(schemas[input]) !== withNames(schemas[name]);
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const [input, name] of names) if (isTwo(input, name)) names.delete(input);
  }
  return names;
};

const componentsSchema = z.looseObject({ components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }) });

/**
 * The document with only the components that it refers to, each with the shortest unambiguous name. The only recursive
 * schema is that of any JSON value; zod refers to it without defining it, and an empty schema means the same.
 */
export const withFewComponents = (document: object): unknown => {
  const { components, ...rest } = componentsSchema.parse(document);
  const { schemas } = components;
  const used = reachable(rest, schemas);
  const names = renamed(schemas, used);
  const kept = [...used].flatMap((name) =>
    name in schemas ? [[names.get(name) ?? name, schemas[name]] as const] : [],
  );
  const whole = { ...rest, components: { ...components, schemas: Object.fromEntries(kept) } };
  return JSON.parse(JSON.stringify(whole), (_key, value: unknown) => {
    const reference = typeof value === "object" && value !== null && "$ref" in value ? value.$ref : undefined;
    if (typeof reference !== "string") return value;
    const name = reference.slice(prefix.length);
    return name in schemas
      ? { ...(value as object), $ref: `${prefix}${names.get(name) ?? name}` }
      : { description: "Any JSON value" };
  });
};
