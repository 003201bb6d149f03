import { sql } from "kysely";

import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";

import type { Services } from "#server/records/services.ts";

type Source = Pick<Services, "db" | "clock" | "log" | "metrics" | "streams">;

/** The database is asked at most this often, however many readers there are. */
const freshMillis = 5_000;

const mostEvents = 10_000;
const streamsLookedAt = 100;

const readQueues = async ({ db, metrics }: Source): Promise<void> => {
  const { rows: installed } = await sql<{
    exists: boolean;
  }>`select to_regclass('pgboss.job') is not null as exists`.execute(db);
  metrics.queueJobs.reset();
  metrics.queueOldest.reset();
  if (installed[0]?.exists !== true) return;
  const { rows } = await sql<{ queue: string; ready: number; later: number; active: number; oldest: number | null }>`
    select queue.name as queue,
      count(job.id) filter (where job.state < 'active' and job.start_after <= now()) as ready,
      count(job.id) filter (where job.state < 'active' and job.start_after > now()) as later,
      count(job.id) filter (where job.state = 'active') as active,
      extract(epoch from now() - min(job.start_after) filter (where job.state < 'active' and job.start_after <= now()))::float8
        as oldest
    from pgboss.queue left join pgboss.job on job.name = queue.name and job.state in ('created', 'retry', 'active')
    where queue.name not like '\\_\\_pgboss%' group by queue.name`.execute(db);
  for (const { queue, ready, later, active, oldest } of rows) {
    metrics.queueJobs.set({ queue, state: "ready" }, ready);
    metrics.queueJobs.set({ queue, state: "later" }, later);
    metrics.queueJobs.set({ queue, state: "active" }, active);
    metrics.queueOldest.set({ queue }, oldest ?? 0);
  }
};

const readEvents = async ({ db, clock, metrics }: Source): Promise<void> => {
  const waiting = await db
    .selectFrom("order_events")
    .select("at")
    .where("is_relayed", "=", false)
    .orderBy("id")
    .limit(mostEvents)
    .execute();
  const [oldest] = waiting;
  metrics.eventsWaiting.set(waiting.length);
  metrics.eventsOldest.set(
    oldest === undefined ? 0 : Math.max(0, (millisOf(clock.now()) - millisOf(oldest.at)) / 1_000),
  );
};

/** Compares what open streams were told with their people's newest rows. */
const readStreams = async ({ db, metrics, streams }: Source): Promise<void> => {
  const some = streams
    .sample(streamsLookedAt)
    .flatMap((stream) =>
      collectionNames.map((name) => ({ name, personId: stream.personId, told: stream.toldOf(name) })),
    );
  const { rows } = await sql<{ behind: number | null }>`
    select max(newest.sequence - stream.told) as behind
    from unnest(
        ${some.map(({ personId }) => personId)}::text[],
        ${some.map(({ name }) => name)}::text[],
        ${some.map(({ told }) => told)}::bigint[]
      ) as stream (person_id, name, told)
      cross join lateral (
        select sequence from change_log where person_id = stream.person_id and change_log.collection = stream.name
        order by sequence desc, document_id desc limit 1
      ) newest`.execute(db);
  metrics.streamsBehind.set(Math.max(0, rows[0]?.behind ?? 0));
};

/** Reads the figures that are in the database. Without an answer they are missing, and `database_up` is 0. */
export const databaseReader = (source: Source): (() => Promise<void>) => {
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const { metrics, log } = source;
    try {
      await readQueues(source);
      await readEvents(source);
      await readStreams(source);
      metrics.databaseUp.set(1);
    } catch (error) {
      log.warn({ err: error }, "the figures could not be read from the database");
      metrics.queueJobs.reset();
      metrics.queueOldest.reset();
      metrics.eventsWaiting.remove();
      metrics.eventsOldest.remove();
      metrics.databaseUp.set(0);
    }
  };
  return () => {
    reading ??= read().finally(() => {
      setTimeout(() => (reading = undefined), freshMillis).unref();
    });
    return reading;
  };
};
