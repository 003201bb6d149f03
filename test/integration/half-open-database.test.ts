import { v7 } from "uuid";
import { z } from "zod";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { problemSchema } from "@countersign/shared/contract/protocol.ts";
import { newestProtocol, protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { stageToDecide, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { migrate } from "@countersign/server/foundation/db/migrate.ts";
import type { JobQueue } from "@countersign/server/foundation/jobs/jobs.ts";
import { startPgBossJobs } from "@countersign/server/foundation/jobs/pg-boss-jobs.ts";
import { createLog } from "@countersign/server/foundation/log/log.ts";
import type { RunningServer } from "@countersign/server/node/start.ts";
import { startServer } from "@countersign/server/node/start.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { startTestDatabase, timeLimit } from "@countersign/server/testing/database.ts";
import { Api } from "@countersign/server/testing/api.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { Fault } from "#test/torture/partition/faults.ts";
import { none } from "#test/torture/partition/faults.ts";
import { Gate } from "#test/torture/partition/gate.ts";
import { SentStatements } from "#test/torture/partition/sent-statements.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const timeouts = { connection: 1_500, statement: 1_500 };
const lost: Fault = { kind: "silence", isDelivered: false, answerPieces: 0 };
const unanswered: Fault = { kind: "silence", isDelivered: true, answerPieces: 0 };

const counted: JobQueue<{ n: number }> = {
  name: "counted",
  payload: z.strictObject({ n: z.int() }),
  tries: { retries: 5 },
};

describe("a node whose connections to the database are half open", () => {
  let folder: TemporaryFolder;
  let database: TestDatabase;
  let gate: Gate;
  let url: string;
  let server: RunningServer;
  let approver: Api;
  /** What happens to the next exchanges of all connections. */
  let faultOf: (request: string) => Fault;

  beforeEach(async () => {
    faultOf = () => none;
    folder = await temporaryFolder();
    database = await startTestDatabase();
    // The tables are created without these short limits.
    await migrate(database.db);
    await (await startPgBossJobs(database.url, createLog("silent"))).stop();
    const behind = new URL(database.url);
    const port = Number(behind.port);
    const route = { port, faultOf: (request: string) => faultOf(request), onAnswer: () => {}, kill: () => {} };
    gate = await Gate.open(() => route, seededRandom(1));
    behind.port = String(gate.port);
    url = behind.href;
    server = await startServer({
      dataFolder: folder.path,
      databaseUrl: url,
      port: 0,
      host: "127.0.0.1",
      demo: { orders: 40 },
      timeouts: timeouts,
      log: createLog("silent"),
    });
    const { email } = server.people.find(({ role }) => role === "approver")!;
    approver = await Api.signIn(server.url, email);
  });
  afterEach(async () => {
    gate.close();
    await server.stop();
    await database.stop();
    await folder[Symbol.asyncDispose]();
  });

  const ask = (path = "/v1/session"): Promise<Response> =>
    fetch(server.url + path, {
      headers: { authorization: `Bearer ${approver.token}`, ...protocolHeaders },
    });
  const isBack = () => expect.poll(async () => (await ask()).status, { timeout: timeLimit }).toBe(200);

  it("answers every request in time, with 503 and Retry-After, and works again once the network does", async () => {
    faultOf = () => lost;
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask()));
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    for (const answer of answers) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(problemSchema.parse(await answer.json())).toMatchObject({ code: "database-unavailable", status: 503 });
    }
    expect((await ask("/ready")).status).toBe(503);
    faultOf = () => none;
    await isBack();
  });

  it("D09 executes a decision once when its commit succeeded without an answer and it is pushed again", async () => {
    const orders = await approver.pullAll("orders");
    const order = orders.find((one) => waitsFor(one, approver.person.id))!;
    const stageId = stageToDecide(order, approver.person.id)!.id;
    const deviceId = v7();
    const command = {
      id: v7(),
      type: "approve-order",
      payload: { orderId: order.id, stageId },
      actorId: approver.person.id,
      deviceId,
      deviceSeq: 1,
      madeAt: new Date().toISOString(),
      basedOn: 1,
      protocol: newestProtocol,
      verdict: { state: "waiting" },
    };
    const epoch = await approver.epoch();
    const push = () => approver.send("POST", "/v1/sync/push", { epoch, deviceId, commands: [command] });
    const statements = new SentStatements();
    let isMet = false;
    faultOf = (request) => {
      const isCommit = statements.note(request);
      if (!isCommit || !statements.hasInserted("history")) return none;
      isMet = true;
      return unanswered;
    };
    expect(await push()).toMatchObject({ status: 503, body: { code: "database-unavailable" } });
    expect(isMet).toBe(true);
    faultOf = () => none;
    await isBack();
    expect(await push()).toMatchObject({ status: 200, body: { commands: [{ verdict: { state: "accepted" } }] } });
    const history = await database.db.selectFrom("history").select("id").where("order_id", "=", order.id).execute();
    expect(history.filter(({ id }) => id === command.id)).toHaveLength(1);
  });

  it("does the waiting jobs once the network is back, and later ones too", async () => {
    const jobs = await startPgBossJobs(url, createLog("silent"), timeouts);
    const done: number[] = [];
    await jobs.work(counted, async ({ n }) => void done.push(n));
    await jobs.sendAll(counted, [{ n: 1 }]);
    await expect.poll(() => done, { timeout: timeLimit }).toEqual([1]);
    const straight = await startPgBossJobs(database.url, createLog("silent"));
    faultOf = () => lost;
    await straight.sendAll(counted, [{ n: 2 }]);
    await expect(jobs.sendAll(counted, [{ n: 3 }])).rejects.toThrow(/time/);
    faultOf = () => none;
    await jobs.sendAll(counted, [{ n: 4 }]);
    await expect.poll(() => new Set(done), { timeout: timeLimit }).toEqual(new Set([1, 2, 4]));
    await Promise.all([jobs.stop(), straight.stop()]);
  });
});
