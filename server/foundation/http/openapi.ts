import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import { createJsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

import { problemSchema } from "@countersign/shared/contract/protocol.ts";
import { protocolHeader, protocolRangePattern } from "@countersign/shared/contract/protocol-version.ts";

import type { Callers } from "./callers.ts";
import { idempotencyHeader } from "./idempotency.ts";
import { HttpProblem, problemDocument } from "./problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * What a route takes and answers where it does not leave that to the framework: a body that is read element by
     * element, an answer that goes from the database to the wire as it is. For the document only.
     */
    documented?: { readonly body?: z.ZodType; readonly response?: Readonly<Record<number, z.ZodType>> };
    /** Bodies that fit, of a schema that transforms what it reads: zod drops those that such a schema names itself. */
    examples?: readonly unknown[];
    /** Who may call the route: `anybody`, who is `signed-in`, or who has the right of this name. */
    right?: string;
    operationId?: string;
    /** Its answer lasts as long as somebody reads it. */
    isStream?: boolean;
    /** The route needs nobody to be signed in. */
    isPublic?: boolean;
  }
}

const transform = createJsonSchemaTransform({ zodToJsonConfig: { target: "draft-2020-12" } });

/** The answer of every call that fails (RFC 9457). */
const problemAnswer = {
  description: "A problem: what happened, and what to do next",
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      example: problemDocument(new HttpProblem(403, "right-missing", { right: "orders:write" })),
    },
  },
};

/** Who may call a route: nobody need sign in, a person must, or a person or an API key with this right. */
const securityOf = (
  { config, onRequest }: RouteOptions,
  callers: Pick<Callers, "rightOf">,
): Record<string, string[]>[] => {
  if (config?.isPublic === true || config?.right === "anybody") return [];
  if (config?.right === "signed-in") return [{ session: [] }];
  if (config?.right !== undefined) return [{ session: [config.right] }, { apiKey: [config.right] }];
  const [right] = [onRequest ?? []].flat().flatMap((hook) => callers.rightOf(hook) ?? []);
  return right === undefined ? [{ session: [] }] : [{ session: [right] }, { apiKey: [right] }];
};

/** `POST /v1/orders/:id/decisions` is `postOrdersByIdDecisions`. */
const operationIdOf = (method: string, url: string): string => {
  const words = url
    .replace(/^\/v1/, "")
    .split(/[/-]/)
    .filter((word) => word !== "")
    .map((word) => (word.startsWith(":") ? ["by", word.slice(1)] : [word]));
  const capitalised = words.flat().map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return method.toLowerCase() + capitalised.join("");
};

const idempotencyHeaders = z.strictObject({
  [idempotencyHeader]: z
    .string()
    .max(257)
    .exactOptional()
    .describe("Lets the request be repeated: the same key with the same request is done once and answered as before."),
});
const deviceHeaders = z.strictObject({
  [protocolHeader]: z
    .string()
    .regex(protocolRangePattern)
    .describe("The versions of the protocol that the device speaks, from the oldest to the newest."),
});

/** The headers that a route reads beside its schema. */
const headersOf = ({ url, config, method }: RouteOptions): { headers?: z.ZodType } => {
  if (url === "/v1/session" || url.startsWith("/v1/sync/")) return { headers: deviceHeaders };
  const isRepeatable =
    method === "POST" && config?.isPublic !== true && config?.right !== "anybody" && config?.showsSecret !== true;
  return isRepeatable ? { headers: idempotencyHeaders } : {};
};

const known = z.looseObject({ components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }) });

/**
 * The only schema that contains itself is that of any JSON value; the transform refers to it without writing it down.
 * A schema that says nothing says the same.
 */
const withoutLooseEnds = (document: object): unknown => {
  const { schemas } = known.parse(document).components;
  const names = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`));
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    const reference = typeof value === "object" && value !== null && "$ref" in value ? value.$ref : undefined;
    return typeof reference === "string" && !names.has(reference) ? { description: "Any JSON value" } : value;
  });
};

/**
 * Writes the OpenAPI 3.1 document from the routes' schemas and serves it at `/openapi.json`. Register it before the
 * routes.
 */
export const describeRoutes = async (app: FastifyInstance, callers: Pick<Callers, "rightOf">): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Countersign",
        version: "1",
        description: `Orders, decisions and replication. Devices name the versions of the protocol that they speak in the header \`${protocolHeader}\`.`,
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
        schemas: { Problem: z.toJSONSchema(problemSchema) as object },
      },
    },
    transform: ({ schema, route, ...rest }) => {
      const { documented, examples } = route.config ?? {};
      const whole = { ...headersOf(route), ...schema, ...documented };
      const described = transform({ ...rest, route, schema: whole });
      const { response = {}, ...parts } = described.schema as FastifySchema & { response?: object };
      return {
        ...described,
        schema: {
          ...parts,
          ...(examples === undefined ? {} : { body: { ...(parts.body as object), examples } }),
          operationId: route.config?.operationId ?? operationIdOf(String(route.method), route.url),
          response: { ...response, default: problemAnswer },
          security: securityOf(route, callers),
        },
      };
    },
  });
  let document: unknown;
  app.get("/openapi.json", { schema: { hide: true } }, () => (document ??= withoutLooseEnds(app.swagger())));
};
