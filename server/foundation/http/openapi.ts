import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";

import { refusal } from "@countersign/shared/domain/refusal.ts";
import { protocolHeader, protocolRangePattern } from "@countersign/shared/contract/protocol-version.ts";

import { componentSettings, withFewComponents } from "./openapi-components.ts";
import { idempotencyHeader } from "./idempotency.ts";
import { HttpProblem, problemDocument } from "./problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * Body and answer of a route that does not leave them to the framework: a body that is read element by element, an
     * answer that is sent as it comes from the database. For the document only.
     */
    documented?: { readonly body?: z.ZodType; readonly response?: Readonly<Record<number, z.ZodType>> };
    /** Example bodies for a schema that transforms its input: zod drops the examples of such a schema. */
    examples?: readonly unknown[];
    /** Who may call the route: `anybody`, anybody `signed-in`, or callers with the right of this name. */
    right?: string;
    /** The name of the operation that the route answers. */
    operationId?: string;
    /** Its answer lasts as long as the client reads it. */
    isStream?: boolean;
  }
}

const transform = createJsonSchemaTransform(componentSettings);
const transformObject = createJsonSchemaTransformObject(componentSettings);

/** The answer to every failed call (RFC 9457). */
const problemAnswer = {
  description: "A problem: what happened, and what to do next",
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      example: problemDocument(new HttpProblem(refusal("right-missing", { right: "orders:write" }))),
    },
  },
};

/** Who may call a route: anybody, a signed-in person, or a person or API key with this right. */
const securityOf = ({ config }: RouteOptions): Record<string, string[]>[] => {
  const right = config?.right ?? "signed-in";
  if (right === "anybody") return [];
  return right === "signed-in" ? [{ session: [] }] : [{ session: [right] }, { apiKey: [right] }];
};

const idempotencyHeaders = z.strictObject({
  [idempotencyHeader]: z
    .string()
    .max(257)
    .exactOptional()
    .describe("Makes the request repeatable: with the same key, the same request is done once and answered as before."),
});
const protocolRange = z.string().regex(protocolRangePattern);
const deviceHeaders = z.strictObject({
  [protocolHeader]: protocolRange.describe(
    "The versions of the protocol that the device speaks, from the oldest to the newest.",
  ),
});
const answerHeaders = idempotencyHeaders.extend({
  [protocolHeader]: protocolRange
    .exactOptional()
    .describe(
      "The versions of the protocol that the caller knows, from the oldest to the newest; without it, only the oldest. An " +
        "order that names a newer one in `decidableFrom` cannot be decided: 409 with the code `newer-program-needed`.",
    ),
});

/** The headers that a route reads besides those in its schema. */
const headersOf = ({ url, config, method }: RouteOptions): { headers?: z.ZodType } => {
  if (url === "/v1/session" || url.startsWith("/v1/sync/")) return { headers: deviceHeaders };
  if (config?.right === "decisions:write") return { headers: answerHeaders };
  const isRepeatable = method === "POST" && config?.right !== "anybody" && config?.showsSecret !== true;
  return isRepeatable ? { headers: idempotencyHeaders } : {};
};

/** The examples of the route, otherwise those of its body's schema. */
const examplesOf = ({ config, schema }: RouteOptions): readonly unknown[] => {
  if (config?.examples !== undefined) return config.examples;
  const { body } = schema ?? {};
  const examples = body instanceof z.ZodType ? z.globalRegistry.get(body)?.["examples"] : undefined;
  return Array.isArray(examples) ? examples : [];
};

const contentSchema = z.looseObject({ "application/json": z.looseObject({ schema: z.unknown() }) });
const operationSchema = z.looseObject({
  operationId: z.string(),
  requestBody: z.looseObject({ content: contentSchema }).exactOptional(),
});
const pathsSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

/** Examples belong to a body, not to its component, which other operations may share. */
const withExamples = (document: unknown, byOperation: ReadonlyMap<string, readonly unknown[]>): unknown => {
  const whole = pathsSchema.parse(document);
  for (const { operationId, requestBody } of Object.values(whole.paths).flatMap(
    Object.values<z.infer<typeof operationSchema>>,
  )) {
    const examples = byOperation.get(operationId) ?? [];
    if (requestBody === undefined || examples.length === 0) continue;
    const named = examples.map((value, index) => [`example${index + 1}`, { value }] as const);
    Object.assign(requestBody.content["application/json"], { examples: Object.fromEntries(named) });
  }
  return whole;
};

/**
 * Generates the OpenAPI 3.1 document from the routes' schemas. Call it before the routes are registered.
 * @returns the document, once the app is ready.
 */
export const describeRoutes = async (app: FastifyInstance): Promise<() => unknown> => {
  const examples = new Map<string, readonly unknown[]>();
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Countersign",
        version: "1",
        description: `Orders, decisions and replication. Devices, and callers that decide orders, name the versions of the protocol that they speak in the header \`${protocolHeader}\`.`,
      },
      components: {
        securitySchemes: {
          session: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A signed-in person." },
          apiKey: {
            type: "http",
            scheme: "bearer",
            description: "A key of an organisation (`csk_…`), which needs the named right.",
          },
        },
      },
    },
    transformObject,
    transform: ({ schema, route, ...rest }) => {
      const { documented, operationId = route.url } = route.config ?? {};
      examples.set(operationId, examplesOf(route));
      const whole = { ...headersOf(route), ...schema, ...documented };
      const described = transform({ ...rest, route, schema: whole });
      const { response = {}, ...parts } = described.schema as FastifySchema & { response?: object };
      return {
        ...described,
        schema: {
          ...parts,
          operationId,
          response: { ...response, default: problemAnswer },
          security: securityOf(route),
        },
      };
    },
  });
  let document: unknown;
  return () => (document ??= withExamples(withFewComponents(app.swagger()), examples));
};
