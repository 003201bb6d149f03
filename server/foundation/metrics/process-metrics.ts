import type pg from "pg";
import { collectDefaultMetrics, Gauge } from "prom-client";

import type { Metrics } from "./metrics.ts";

/** Node's own figures (memory, processor, event loop), and those of the pool at the time of the scrape. */
export const watchProcess = ({ registry }: Metrics, pool: pg.Pool): void => {
  collectDefaultMetrics({ register: registry });
  const connections = new Gauge({
    name: "countersign_pool_connections",
    help: "PostgreSQL connections in the API's pool",
    labelNames: ["state"],
    registers: [],
    collect() {
      this.set({ state: "in-use" }, pool.totalCount - pool.idleCount);
      this.set({ state: "idle" }, pool.idleCount);
    },
  });
  const waiting = new Gauge({
    name: "countersign_pool_waiting",
    help: "Requests waiting for a PostgreSQL connection",
    registers: [],
    collect() {
      this.set(pool.waitingCount);
    },
  });
  for (const gauge of [connections, waiting]) registry.registerMetric(gauge);
};
