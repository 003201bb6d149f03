import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import { createJsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

import { problemSchema, protocolHeader } from "#shared/contract/protocol.ts";

import type { Sessions } from "#server/auth/session.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * What a route takes and answers where it does not leave that to the framework: a body that is read element by
     * element, an answer that goes from the database to the wire as it is. For the document only.
     */
    documented?: { readonly body?: z.ZodType; readonly response?: Readonly<Record<number, z.ZodType>> };
    /** The route needs nobody to be signed in. */
    isPublic?: boolean;
  }
}

const transform = createJsonSchemaTransform({ zodToJsonConfig: { target: "draft-2020-12" } });

/** The answer of every call that fails (RFC 9457). */
const problemAnswer = {
  description: "A problem: what happened, and what to do next",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** Who may call a route: nobody need sign in, a person must, or a person or an API key with this right. */
const securityOf = ({ config, onRequest }: RouteOptions, sessions: Sessions): Record<string, string[]>[] => {
  if (config?.isPublic === true) return [];
  const [right] = [onRequest ?? []].flat().flatMap((hook) => sessions.rightOf(hook) ?? []);
  return right === undefined ? [{ session: [] }] : [{ session: [right] }, { apiKey: [right] }];
};

/**
 * Writes the OpenAPI 3.1 document from the routes' schemas and serves it at `/openapi.json`. Register it before the
 * routes.
 */
export const describeRoutes = async (app: FastifyInstance, sessions: Sessions): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Countersign",
        version: "1",
        description: `Orders, decisions and replication. Devices name their protocol in the header \`${protocolHeader}\`.`,
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
      const { documented } = route.config ?? {};
      const whole = { ...schema, ...documented };
      const described = transform({ ...rest, route, schema: whole });
      const { response = {}, ...parts } = described.schema as FastifySchema & { response?: object };
      return {
        ...described,
        schema: {
          ...parts,
          response: { ...response, default: problemAnswer },
          security: securityOf(route, sessions),
        },
      };
    },
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
};
