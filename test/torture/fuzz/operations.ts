import { z } from "zod";

/** The parts of a value's schema from which a random one is made. */
export interface ValueSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly ValueSchema[];
  readonly oneOf?: readonly ValueSchema[];
  readonly items?: ValueSchema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const valueSchema = z.custom<ValueSchema>((value) => typeof value === "object" && value !== null);
const contentSchema = z.looseObject({
  schema: valueSchema,
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).exactOptional(),
});
const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().exactOptional(),
  schema: valueSchema,
});
const operationSchema = z.looseObject({
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.looseObject({ content: z.looseObject({ "application/json": contentSchema }) }).exactOptional(),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.partialRecord(z.enum(["get", "put", "post", "patch", "delete"]), operationSchema)),
});

/** One method of one address, as the API's own description has it. */
export interface Operation {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** With its parameters in braces. */
  readonly path: string;
  readonly isPublic: boolean;
  /** The right that it needs; without one it takes no API key. */
  readonly right?: string;
  readonly parameters: readonly z.infer<typeof parameterSchema>[];
  readonly body?: { readonly schema: ValueSchema; readonly examples: readonly unknown[] };
}

const componentsSchema = z.looseObject({ components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }) });

/** The document with references replaced by the components. */
const inPlace = (document: unknown): unknown => {
  const { schemas } = componentsSchema.parse(document).components;
  const resolve = (_key: string, value: unknown): unknown => {
    const reference = typeof value === "object" && value !== null && "$ref" in value ? value.$ref : undefined;
    const name = typeof reference === "string" ? (reference.split("/").at(-1) ?? "") : undefined;
    return name === undefined ? value : JSON.parse(JSON.stringify(schemas[name]), resolve);
  };
  return JSON.parse(JSON.stringify(document), resolve);
};

/** Every operation of an OpenAPI document. */
export const operationsOf = (document: unknown): Operation[] =>
  Object.entries(documentSchema.parse(inPlace(document)).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, parameters, requestBody }]): Operation => {
      const content = requestBody?.content["application/json"];
      const [right] = security.flatMap(({ apiKey = [] }) => apiKey);
      return {
        method: method.toUpperCase() as Operation["method"],
        path,
        isPublic: security.length === 0,
        ...(right === undefined ? {} : { right }),
        parameters,
        ...(content === undefined
          ? {}
          : {
              body: {
                schema: content.schema,
                examples: [content.example, ...Object.values(content.examples ?? {}).map(({ value }) => value)].filter(
                  (example) => example !== undefined,
                ),
              },
            }),
      };
    }),
  );
