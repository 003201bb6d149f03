import { setTimeout as pause } from "node:timers/promises";

import { healthOperations } from "@countersign/shared/contract/api/health.ts";

import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { schemaState } from "#server/foundation/db/migrate.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

/** A database that does not answer within this time counts as unavailable. */
const patienceMillis = 3_000;

const obstacleOf = async ({ db, jobs, node, log }: Services): Promise<FieldProblem | undefined> => {
  if (node.isStopping) return { path: "node", code: "stopping" };
  if (!jobs.isWorking()) return { path: "jobs", code: "not-taken" };
  const patience = new AbortController();
  try {
    const late = pause(patienceMillis, "late" as const, { signal: patience.signal });
    const schema = await Promise.race([schemaState(db), late]);
    if (schema === "late") return { path: "database", code: "not-answering" };
    return schema === "same" ? undefined : { path: "schema", code: `${schema}-than-version` };
  } catch (error) {
    log.warn({ err: error }, "the database does not answer");
    return { path: "database", code: "not-answering" };
  } finally {
    patience.abort();
  }
};

const open = { right: "anybody", tags: ["operation"] } as const;

/** For monitoring and load balancers: whether the process is alive, and whether it is ready. */
export const healthRoutes = (services: Services): readonly Route[] => [
  route({ ...open, operation: healthOperations.readHealth, summary: "Whether the process is alive" }, () =>
    ok({ status: "ok" as const }),
  ),
  route(
    {
      ...open,
      operation: healthOperations.readReadiness,
      summary:
        "Whether it is ready: its database answers with this version's schema, it accepts jobs, it is not stopping",
    },
    async () => {
      const obstacle = await obstacleOf(services);
      if (obstacle !== undefined) return fail({ code: "server-failed", args: { status: 503 }, fields: [obstacle] });
      return ok({ status: "ready" as const });
    },
  ),
];
