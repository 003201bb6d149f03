import type pg from "pg";
import type { PgBoss } from "pg-boss";

import type { BackupSection } from "./file-format.ts";

/**
 * Waiting jobs are part of the data: an order that is being provisioned, a message with tries left. They are kept as
 * payloads, which are stable across versions, and not as pg-boss's tables, which are not.
 */
export const queuesSection: BackupSection = {
  table: "queues",
  columns: ["name", "retry_limit", "retry_delay", "retry_backoff", "retry_delay_max"],
};
export const jobsSection: BackupSection = { table: "jobs", columns: ["name", "data", "start_after", "group_id"] };

const ownQueues = "name not like '\\_\\_pgboss%'";
const open = "state in ('created', 'retry', 'active')";

/** Selects the sections' rows; a job under way is done again, which every handler allows for. */
export const selectQueues = `select ${queuesSection.columns.join(", ")} from pgboss.queue where ${ownQueues} order by name`;
export const selectJobs = `select ${jobsSection.columns.join(", ")} from pgboss.job where ${open} and ${ownQueues} order by created_on`;

/** Temporary tables for the sections until their jobs are sent. */
export const makeWaitingRoom = `
  create temporary table queues (name text, retry_limit int, retry_delay int, retry_backoff bool, retry_delay_max int);
  create temporary table jobs (position bigint generated always as identity, name text, data jsonb, start_after text,
    group_id text)`;

export const hasJobs = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('pgboss.job') is not null as exists`);
  return rows[0]?.exists === true;
};

interface QueueRow {
  readonly name: string;
  readonly retry_limit: number;
  readonly retry_delay: number;
  readonly retry_backoff: boolean;
  readonly retry_delay_max: number | null;
}

interface JobRow {
  readonly position: string;
  readonly name: string;
  readonly data: object;
  readonly start_after: string;
  readonly group_id: string | null;
}

const pageSize = 500;

/** Sends the jobs in the temporary tables, in the transaction of `client`. */
export const sendWaitingJobs = async (client: pg.ClientBase, boss: PgBoss): Promise<void> => {
  const db = { executeSql: (text: string, values?: unknown[]) => client.query<Record<string, unknown>>(text, values) };
  const { rows: queues } = await client.query<QueueRow>("select * from queues");
  for (const { name, retry_limit, retry_delay, retry_backoff, retry_delay_max } of queues)
    await boss.createQueue(name, {
      retryLimit: retry_limit,
      retryDelay: retry_delay,
      retryBackoff: retry_backoff,
      ...(retry_delay_max === null ? {} : { retryDelayMax: retry_delay_max }),
    });
  for (let after = "0"; ;) {
    const { rows: jobs } = await client.query<JobRow>(
      "select * from jobs where position > $1 order by position limit $2",
      [after, pageSize],
    );
    const last = jobs.at(-1);
    if (last === undefined) return;
    after = last.position;
    for (const name of new Set(jobs.map((job) => job.name))) {
      const own = jobs.filter((job) => job.name === name);
      await boss.insert(
        name,
        own.map(({ data, start_after: startAfter, group_id: id }) => ({
          data,
          startAfter,
          ...(id === null ? {} : { group: { id } }),
        })),
        { db },
      );
    }
  }
};
