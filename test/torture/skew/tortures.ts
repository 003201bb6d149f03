import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";

import { seededRandom } from "@countersign/server/demo/random.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { startTestDatabase } from "@countersign/server/testing/database.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import type { Program } from "@countersign/server/testing/program.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import { verdictState } from "@countersign/shared/domain/command.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";
import type { Torture, TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";
import { Device } from "#test/wire/device.ts";
import type { Side, Version } from "#test/wire/versions.ts";
import { newVersion, oldVersions } from "#test/wire/versions.ts";

const stepsPerRun = 25;
const longestWaitMillis = 60_000;
/** Sometimes long enough for a decision to be sent and judged between two steps, and often too short. */
const longestPauseMillis = 400;

let built: Promise<readonly Version[]> | undefined;

/** Oldest first, and a possible next one last. */
const versions = async (): Promise<readonly Version[]> => {
  built ??= oldVersions();
  return [...(await built), newVersion];
};

/** A decision that the device confirmed as kept. */
interface Made {
  readonly id: string;
  readonly type: string;
  readonly orderId: string;
}

const occurrences = (ids: readonly { readonly id: string }[], id: string): number =>
  ids.filter((one) => one.id === id).length;

/** One person's device and one server, each of some version at any time, and every decision that the person made. */
class Skew {
  readonly #kept: Made[] = [];
  readonly #database: TestDatabase;
  readonly #port: number;
  readonly #directory: string;
  #email = "";
  #device: Device | undefined;
  #server: Program | undefined;

  constructor(database: TestDatabase, port: number, directory: string) {
    this.#database = database;
    this.#port = port;
    this.#directory = directory;
  }

  async startServer({ script, environment }: Side): Promise<void> {
    await this.#server?.stop();
    const args = ["--demo", "--orders", "120", "--port", String(this.#port)];
    this.#server = await startServer(args, { DATABASE_URL: this.#database.url, ...environment }, script);
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async startDevice(side: Side): Promise<void> {
    await this.#device?.stop();
    if (this.#email === "") this.#email = await this.#someone();
    const server = `http://127.0.0.1:${this.#port}`;
    this.#device = await Device.start(side, { server, directory: this.#directory, email: this.#email });
  }

  /** Waits until the person has their orders before them. */
  async firstSync(): Promise<void> {
    const until = Date.now() + longestWaitMillis;
    while ((await this.#running().view("status", {})).lastSyncAt === undefined) {
      if (Date.now() > until) throw new Finding("the device never had a first sync");
      await pause(50);
    }
  }

  /** Makes a decision on one of the person's orders; once the device keeps it, it must never be lost. */
  async decide(position: number, type: string): Promise<void> {
    const device = this.#running();
    const { rows } = await device.view("inbox", { start: position, count: 1 });
    const [row] = rows;
    if (row === undefined) return;
    const { orderId, stageId } = row;
    const payload = {
      "approve-order": { orderId, stageId },
      "reject-order": { orderId, stageId, reason: "No." },
      "comment-on-order": { orderId, text: "Why?" },
      "follow-order": { orderId },
    }[type];
    const made = await device.decide(type, payload ?? {});
    if (made.ok) this.#kept.push({ id: made.value, type, orderId });
  }

  /** Waits until nothing is waiting to be sent, and looks for decisions that were lost or counted twice. */
  async examine(): Promise<void> {
    const device = this.#running();
    await device.sync();
    const until = Date.now() + longestWaitMillis;
    for (;;) {
      const { waitingToSend, connection, problem } = await device.view("status", {});
      if (waitingToSend === 0 && connection === "online") break;
      if (Date.now() > until)
        throw new Finding(`${waitingToSend} decisions still wait: ${connection}, ${problem?.code ?? "no problem"}`);
      await pause(200);
    }
    const { entries } = await device.view("outbox", { start: 0, count: 500 });
    const states = new Map<string, string>(entries.map(({ commandId, verdict }) => [commandId, verdictState(verdict)]));
    const { db } = this.#database;
    const stored = await db.selectFrom("commands").select(["id", "is_waiting"]).execute();
    const judged = new Set<string>(stored.flatMap(({ id, is_waiting: isWaiting }) => (isWaiting ? [] : [id])));
    for (const made of this.#kept) {
      const state = states.get(made.id);
      if (state === undefined) throw new Finding(`the decision ${made.id} is not on the device any more`);
      if (!judged.has(made.id)) throw new Finding(`the server never judged the decision ${made.id}`);
      const [counted, expected] = [await this.#timesCounted(made), state === "accepted" ? 1 : 0];
      if (counted !== expected)
        throw new Finding(`${made.type} ${made.id} is ${state} and stands ${counted} times in its order`);
    }
    if (this.#kept.length === 0) throw new Finding("no decision was kept, so nothing was examined");
  }

  /** How often an order contains the effect of a command. A command of a newer kind leaves a comment. */
  async #timesCounted({ id, type, orderId }: Made): Promise<number> {
    const { document } = await this.#database.db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", orderIdSchema.parse(orderId))
      .executeTakeFirstOrThrow();
    const { decisions, comments } = document.flow;
    return occurrences(type === "approve-order" || type === "reject-order" ? decisions : comments, id);
  }

  async close(): Promise<void> {
    await this.#device?.kill();
    await this.#server?.kill();
  }

  async #someone(): Promise<string> {
    if (this.#server === undefined) throw new Error("the server has not started yet");
    const { first } = await findSharedInbox(this.#server.ready.server, this.#server.ready.people);
    return first.person.email;
  }

  #running(): Device {
    if (this.#device === undefined) throw new Error("the device has not started yet");
    return this.#device;
  }
}

/** A server and its database are only ever updated; people install any version they like. */
const run = async ({ seed }: TortureRun): Promise<void> => {
  const random = seededRandom(seed);
  const all = await versions();
  const database = await startTestDatabase();
  await using folder = await temporaryFolder();
  const skew = new Skew(database, await lastingPort(), join(folder.path, v7()));
  let serverVersion = 0;
  try {
    await skew.startServer(all[serverVersion]!.server);
    await skew.startDevice(random.pick(all).device);
    await skew.firstSync();
    for (let step = 0; step < stepsPerRun; step += 1) {
      await pause(random.integer(0, longestPauseMillis));
      const what = random.integer(1, 10);
      if (what === 1) await skew.stopServer();
      else if (what === 2) {
        serverVersion = random.integer(serverVersion, all.length - 1);
        await skew.startServer(all[serverVersion]!.server);
      } else if (what === 3) await skew.startDevice(random.pick(all).device);
      else
        await skew.decide(
          random.integer(0, 20),
          random.pick(["approve-order", "reject-order", "comment-on-order", "follow-order"]),
        );
    }
    await skew.startServer(all.at(-1)!.server);
    await skew.startDevice(all.at(-1)!.device);
    await skew.examine();
  } finally {
    await skew.close();
    await database.stop();
  }
};

export const tortures: readonly Torture[] = [{ name: "skew", run }];
