import { createHash, timingSafeEqual } from "node:crypto";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { databaseReader } from "./read-database.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * `GET /metrics` for whoever has the token. A token and no port of its own: Prometheus reaches the nodes where everybody
 * does, through the same TLS, and what is forgotten to be set up is closed. Without a token there is no such address.
 */
export const metricsRoute = (app: HttpApp, services: Services, token: string | undefined): void => {
  if (token === undefined) return;
  const expected = digest(`Bearer ${token}`);
  const readDatabase = databaseReader(services);
  const { registry } = services.metrics;
  app.get("/metrics", { config: { isPublic: true }, schema: { hide: true } }, async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected))
      throw new HttpProblem(401, "session-refused");
    await readDatabase();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};
