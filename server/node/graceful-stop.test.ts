import { setTimeout as pause } from "node:timers/promises";

import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";
import { newestProtocol, protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { stageToDecide, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";
import { Api } from "#server/testing/api.ts";
import type { TemporaryFolder } from "#server/testing/folder.ts";
import { temporaryFolder } from "#server/testing/folder.ts";
import type { Program } from "#server/testing/program.ts";
import { startServer } from "#server/testing/program.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let database: TestDatabase;
let folder: TemporaryFolder;

beforeAll(async () => {
  [database, folder] = await Promise.all([startTestDatabase(), temporaryFolder()]);
});
afterAll(async () => {
  await database.stop();
  await folder[Symbol.asyncDispose]();
});

const start = (): Promise<Program> =>
  startServer(["--demo", "--orders", "2000", "--data", folder.path], {
    DATABASE_URL: database.url,
    DRAIN_SECONDS: "1",
  });

const approval = ({ person }: Api, order: Order) => ({
  id: v7(),
  type: "approve-order",
  payload: { orderId: order.id, stageId: stageToDecide(order, person.id)!.id },
  actorId: person.id,
  deviceId: v7(),
  deviceSeq: 1,
  madeAt: new Date().toISOString(),
  basedOn: order.revision,
  protocol: newestProtocol,
  verdict: { state: "waiting" },
});
type Approval = ReturnType<typeof approval>;

const storedIds = async (): Promise<string[]> =>
  (await database.db.selectFrom("commands").select("id").execute()).map(({ id }): string => id);

/** Everything that a stream sends until it ends. */
const wholeStream = async ({ server, token }: Api): Promise<string> => {
  const headers = { authorization: `Bearer ${token}`, ...protocolHeaders };
  return (await fetch(`${server}/v1/sync/stream`, { headers })).text();
};

describe("a node that is asked to stop while it works", () => {
  it("D09 says so, answers everything it executed, sends streams elsewhere, and loses and repeats nothing", async () => {
    const program = await start();
    const approver = program.ready.people.find(({ role }) => role === "approver");
    const api = await Api.signIn(program.ready.server, approver!.email);
    const epoch = await api.epoch();
    const inbox = (await api.pullAll("orders")).filter((order) => waitsFor(order, api.person.id));
    const left = inbox.map((order) => approval(api, order));
    expect(left.length).toBeGreaterThan(100);
    const answered = new Map<string, string>();
    const unanswered: Approval[] = [];
    const stream = wholeStream(api);

    let stopped: Promise<number | null> | undefined;
    const worker = async (): Promise<void> => {
      for (let command = left.pop(); command !== undefined; command = left.pop()) {
        const answer = await api.push(command.deviceId, [command], epoch).catch(() => undefined);
        if (answer === undefined) {
          unanswered.push(command);
          return;
        }
        answered.set(command.id, answer.commands[0]!.verdict.state);
        if (answered.size === 5) stopped = program.stop();
      }
    };
    // The first check is answered before anything is pushed, so that the stop cannot come before it.
    const statuses = new Set([(await fetch(`${program.ready.server}/ready`)).status]);
    const watch = async (): Promise<void> => {
      for (;;) {
        const status = await fetch(`${program.ready.server}/ready`).then(
          (answer) => answer.status,
          () => 0,
        );
        statuses.add(status);
        if (status === 0) return;
        await pause(20);
      }
    };
    await Promise.all([...Array.from({ length: 6 }, worker), watch()]);
    expect(await stopped).toBe(0);
    expect([...statuses].slice(0, 2)).toEqual([200, 503]);
    expect(await stream).toMatch(/\nretry: \d+\n\n$/);
    // Every executed command was answered.
    expect(new Set(await storedIds())).toEqual(new Set(answered.keys()));
    const messages = program.messages().trim().split("\n");
    expect(messages.filter((line) => !line.startsWith("{"))).toEqual([]);
    for (const line of messages) expect(JSON.parse(line)).toHaveProperty("msg");
    expect(program.messages()).not.toContain("cut off");

    const again = await start();
    const everything = [...unanswered, ...left];
    for (const command of everything) {
      const headers = { authorization: `Bearer ${api.token}`, ...protocolHeaders };
      const pushed = await fetch(`${again.ready.server}/v1/sync/push`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ epoch, deviceId: command.deviceId, commands: [command] }),
      });
      const { commands } = (await pushed.json()) as { commands: Approval[] };
      answered.set(command.id, commands[0]!.verdict.state);
    }
    expect(await again.stop()).toBe(0);
    expect(new Set(answered.values())).toEqual(new Set(["accepted"]));
    const entries = await database.db
      .selectFrom("history")
      .select("id")
      .where("id", "in", [...answered.keys()] as never)
      .execute();
    expect(entries).toHaveLength(answered.size);
    const documents = await database.db.selectFrom("orders").select("document").execute();
    const decided = documents.flatMap(({ document }) => document.flow.decisions.map(({ id }): string => id));
    for (const id of answered.keys()) expect(decided.filter((one) => one === id)).toHaveLength(1);
  });
});
