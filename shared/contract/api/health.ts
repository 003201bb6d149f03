import { z } from "zod";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** For monitoring and load balancers. */
export const healthOperations = operationsOf({
  readHealth: { method: "GET", path: "/health", answer: named("Health", z.strictObject({ status: z.literal("ok") })) },
  readReadiness: {
    method: "GET",
    path: "/ready",
    answer: named("Readiness", z.strictObject({ status: z.literal("ready") })),
  },
});
