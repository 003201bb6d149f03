import { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { instantFromMillis } from "@countersign/shared/domain/instant.ts";

import { createLog } from "#server/foundation/log/log.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import type { JobQueue, Jobs } from "./jobs.ts";
import { startPgBossJobs } from "./pg-boss-jobs.ts";

vi.setConfig({ testTimeout: timeLimit });

const lines: Record<string, unknown>[] = [];
const stream = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    for (const line of chunk.toString().trimEnd().split("\n")) lines.push(JSON.parse(line) as Record<string, unknown>);
    done();
  },
});

let database: TestDatabase;
let jobs: Jobs;
let other: Jobs;

beforeAll(async () => {
  database = await startTestDatabase();
  [jobs, other] = (await Promise.all([1, 2].map(() => startPgBossJobs(database.url, createLog("warn", stream))))) as [
    Jobs,
    Jobs,
  ];
}, timeLimit);
afterAll(async () => {
  await Promise.all([jobs.stop(), other.stop()]);
  await database.stop();
});

const queueOf = (name: string, retries = 0): JobQueue<{ n: number }> => ({
  name,
  payload: z.strictObject({ n: z.int() }),
  tries: { retries },
});

const until = async (isDone: () => boolean): Promise<void> => {
  while (!isDone()) await pause(20);
};

describe("jobs on two nodes", () => {
  it("are each done once, by either node, after their transaction has committed", async () => {
    const queue = queueOf("once");
    const done: number[] = [];
    for (const node of [jobs, other])
      await node.work(queue, ({ n }) => {
        done.push(n);
        return Promise.resolve();
      });
    const undone = database.db.transaction().execute(async (tx) => {
      await jobs.sendAll(queue, [{ n: 99 }], { tx });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await database.db.transaction().execute((tx) => jobs.sendAll(queue, [{ n: 1 }, { n: 2 }, { n: 3 }], { tx }));
    await until(() => done.length >= 3);
    expect(new Set(done)).toEqual(new Set([1, 2, 3]));
    expect(done).toHaveLength(3);
  });

  it("are retried after a failure, as often as their queue allows", async () => {
    const queue = queueOf("again", 2);
    let tries = 0;
    await jobs.work(queue, () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve();
    });
    await jobs.sendAll(queue, [{ n: 1 }]);
    await until(() => tries === 3);
    expect(tries).toBe(3);
  });

  it("log each failure with its cause, and say whether it was the last", async () => {
    const queue = queueOf("failing", 1);
    await jobs.work(queue, () => Promise.reject(new Error("out of paper")));
    await jobs.sendAll(queue, [{ n: 1 }]);
    const failures = () => lines.filter(({ job }) => job === "failing");
    await until(() => failures().length >= 2);
    const facts = {
      jobId: expect.any(String) as string,
      err: expect.objectContaining({ message: "out of paper" }) as object,
    };
    expect(failures()).toEqual([
      expect.objectContaining({ ...facts, level: 40, attempt: 1, msg: "a job failed and will be retried" }),
      expect.objectContaining({ ...facts, level: 50, attempt: 2, msg: "a job failed for the last time" }),
    ]);
  });

  it("that are taken together fail separately: the others are done once", async () => {
    const queue = queueOf("together", 1);
    const begun: number[] = [];
    await jobs.sendAll(
      queue,
      Array.from({ length: 25 }, (_, n) => ({ n })),
    );
    await jobs.work(queue, ({ n }) => {
      begun.push(n);
      return n === 3 && begun.filter((one) => one === 3).length === 1
        ? Promise.reject(new Error("not yet"))
        : Promise.resolve();
    });
    await until(() => begun.length >= 26);
    expect(begun.toSorted((left, right) => left - right)).toEqual(
      [...Array(25).keys(), 3].toSorted((left, right) => left - right),
    );
  });

  it("wait for their start time", async () => {
    const queue = queueOf("later");
    const done: number[] = [];
    await jobs.work(queue, ({ n }) => {
      done.push(n);
      return Promise.resolve();
    });
    await jobs.sendAll(queue, [{ n: 1 }], { startAfter: instantFromMillis(Date.now() + 3_600_000) });
    await jobs.sendAll(queue, [{ n: 2 }]);
    await until(() => done.length > 0);
    expect(done).toEqual([2]);
  });

  it("of one group do not hold up others", async () => {
    const queue: JobQueue<{ n: number }> = {
      ...queueOf("groups"),
      parallel: { atOnce: 3, ofOneGroup: 1, groupOf: ({ n }) => (n < 10 ? "slow" : "quick") },
    };
    const begun: number[] = [];
    let goOn = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await jobs.work(queue, ({ n }) => {
      begun.push(n);
      return n < 10 ? slow : Promise.resolve();
    });
    await jobs.sendAll(queue, [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 11 }, { n: 12 }]);
    await until(() => begun.includes(11) && begun.includes(12) && begun.some((n) => n < 10));
    expect(begun).toHaveLength(3);
    goOn();
    await until(() => begun.length === 5);
    expect(new Set(begun)).toEqual(new Set([1, 2, 3, 11, 12]));
  });

  it("accept a schedule from every node", async () => {
    const tick: JobQueue<Record<string, never>> = { name: "tick", payload: z.strictObject({}), tries: { retries: 0 } };
    await expect(Promise.all([jobs, other].map((node) => node.schedule(tick, "* * * * *")))).resolves.toBeDefined();
  });
});
