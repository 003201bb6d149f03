import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";

import { operationsOf } from "@countersign/shared/contract/api/operation.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";

import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { databaseReader } from "./read-database.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const { readMetrics } = operationsOf({ readMetrics: { method: "GET", path: "/metrics", answer: z.string() } });

/**
 * `GET /metrics`, with a token. A token instead of a separate port, so that Prometheus reaches the nodes like everybody
 * else, through the same TLS, and an incomplete setup is closed: without a configured token there is no such route.
 */
export const metricsRoutes = (services: Services, token: string | undefined): readonly Route[] => {
  if (token === undefined) return [];
  const expected = digest(`Bearer ${token}`);
  const readDatabase = databaseReader(services);
  const { registry } = services.metrics;
  const summary = "The metrics of this node";
  return [
    rawRoute(
      { operation: readMetrics, right: "anybody", tags: ["operation"], summary, isHidden: true },
      async ({ headers }, reply) => {
        if (!timingSafeEqual(digest(headers.authorization ?? ""), expected)) return refuse("session-refused");
        await readDatabase();
        return reply.type(registry.contentType).send(await registry.metrics());
      },
    ),
  ];
};
