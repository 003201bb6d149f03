import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { v7 } from "uuid";
import { z } from "zod";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { startTestDatabase, timeLimit } from "@countersign/server/testing/database.ts";
import {
  collectionNames,
  pullAnswerSchema,
  pushAnswerSchema,
  pushRequestSchema,
  sessionAnswerSchema,
  streamEventSchema,
  syncedDocuments,
} from "@countersign/shared/contract/protocol.ts";
import { loosened } from "@countersign/shared/domain/loose.ts";
import type { Api } from "@countersign/server/testing/api.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import type { Program } from "@countersign/server/testing/program.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

import { Device } from "./device.ts";
import type { Recording } from "./record.ts";
import { recordingIn, recordingOf } from "./record.ts";
import type { Side, Version } from "./versions.ts";
import { frozenFolder, frozenProtocols, newVersion, oldVersions } from "./versions.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const waitsForMany = 30;

const versions = await oldVersions();

/** The recordings of the released servers; before the first release, today's. */
const recordings = async (): Promise<readonly Recording[]> => {
  const folders = frozenProtocols().map(frozenFolder);
  if (folders.length === 0) return [await recordingOf(versions[0]!.server.script)];
  return Promise.all(
    folders.map(async (folder) => JSON.parse(await readFile(recordingIn(folder), "utf8")) as Recording),
  );
};

describe.each(versions)("$name with a program that has an additional field, status and command", (old: Version) => {
  let folder: TemporaryFolder;
  let database: TestDatabase;
  let port: number;
  let server: Program | undefined;
  let device: Device | undefined;
  let person: Api;
  let orders: readonly string[];

  const inDatabase = async (sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
    const connection = new pg.Client({ connectionString: database.url });
    await connection.connect();
    try {
      return (await connection.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await connection.end();
    }
  };
  const startAs = async ({ script, environment }: Side): Promise<Program> => {
    const args = ["--demo", "--orders", "300", "--port", String(port)];
    server = await startServer(args, { DATABASE_URL: database.url, ...environment }, script);
    return server;
  };
  const openAs = async (side: Side, name = "data"): Promise<Device> => {
    const { email } = person.person;
    device = await Device.start(side, {
      server: `http://127.0.0.1:${port}`,
      directory: join(folder.path, name),
      email,
    });
    return device;
  };
  const status = (of: Device) => of.view("status", {});
  const inSync = (of: Device) => expect.poll(async () => (await status(of)).lastSyncAt).toBeDefined();
  const settled = (of: Device) =>
    expect.poll(async () => (await status(of)).waitingToSend, { timeout: timeLimit }).toBe(0);
  const outcomes = async (of: Device): Promise<Map<string, unknown>> => {
    const { entries } = await of.view("outbox", { start: 0, count: 100 });
    return new Map(entries.map(({ commandId, verdict }) => [commandId, verdict]));
  };
  const approve = async (of: Device, orderId: string): Promise<string> => {
    const view = await of.view("order", { orderId });
    const made = await of.decide("approve-order", { orderId, stageId: view?.decisionStageId });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  /** The field that only the newer program writes into its orders. */
  const grow = async (onHold: string): Promise<void> => {
    await inDatabase(`update orders set redacted = null, document = document || '{"carbonGrams":4200}'`);
    await inDatabase(`update orders set document = document || '{"status":"on-hold"}' where id = $1`, [onHold]);
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    port = await lastingPort();
  });
  afterAll(() => folder[Symbol.asyncDispose]());
  beforeEach(async () => {
    database = await startTestDatabase();
  });
  afterEach(async () => {
    await device?.stop();
    await server?.stop();
    device = undefined;
    await database.stop();
  });

  const begin = async (side: Side): Promise<void> => {
    const { ready } = await startAs(side);
    const shared = await findSharedInbox(ready.server, ready.people);
    person = shared.first;
    orders = shared.orders.map(({ id }) => id);
  };

  it("D03 D09 the old application keeps working with the new server: it shows everything, and disables what it cannot decide", async () => {
    await begin(newVersion.server);
    const [onHold, decided, followed] = orders as [string, string, string];
    await grow(onHold);
    // The same person uses the newer program on another machine.
    const newer = await openAs(newVersion.device, v7());
    await inSync(newer);
    expect((await newer.decide("follow-order", { orderId: followed })).ok).toBe(true);
    await settled(newer);
    await newer.stop();

    const client = await openAs(old.device, v7());
    await inSync(client);
    expect((await status(client)).problem).toBeUndefined();
    const held = await client.view("order", { orderId: onHold });
    expect(held).toMatchObject({
      order: { carbonGrams: 4_200, status: { newer: "on-hold" } },
      mayApprove: { allowed: false, refusal: { code: "newer-kind" } },
    });
    const { entries } = await client.view("outbox", { start: 0, count: 10 });
    expect(entries).toMatchObject([{ type: "follow-order", verdict: { state: "accepted" } }]);

    const id = await approve(client, decided);
    await settled(client);
    expect((await outcomes(client)).get(id)).toMatchObject({ state: "accepted" });
    const [row] = await inDatabase("select document from orders where id = $1", [decided]);
    expect(row).toMatchObject({ document: { carbonGrams: 4_200 } });
  });

  it("D09 the new application works with the old server, which refuses what it does not know, with the reason", async () => {
    await begin(old.server);
    const [decided, followed] = orders as [string, string];
    const client = await openAs(newVersion.device, v7());
    await inSync(client);
    const followId = await client.decide("follow-order", { orderId: followed });
    const approvalId = await approve(client, decided);
    await settled(client);
    const verdicts = await outcomes(client);
    expect(verdicts.get(approvalId)).toMatchObject({ state: "accepted" });
    expect(followId.ok && verdicts.get(followId.value)).toMatchObject({
      state: "refused",
      code: "command-type-unknown",
    });
  });

  it("D09 an application that is updated with thirty decisions waiting sends each of them once", async () => {
    await begin(old.server);
    const directory = v7();
    const before = await openAs(old.device, directory);
    await inSync(before);
    await server?.stop();
    await expect.poll(async () => (await status(before)).connection).toBe("offline");
    const { rows } = await before.view("inbox", { start: 0, count: waitsForMany });
    const made: string[] = [];
    for (const { orderId } of rows) made.push(await approve(before, orderId));
    for (const { orderId } of rows.slice(0, waitsForMany - made.length)) {
      const remark = await before.decide("comment-on-order", { orderId, text: "Seen." });
      if (remark.ok) made.push(remark.value);
    }
    expect(made).toHaveLength(waitsForMany);
    expect((await status(before)).waitingToSend).toBe(waitsForMany);
    await before.stop();

    const after = await openAs(newVersion.device, directory);
    expect((await status(after)).waitingToSend).toBe(waitsForMany);
    await startAs(newVersion.server);
    await after.sync();
    await settled(after);
    const verdicts = await outcomes(after);
    for (const id of made) expect(verdicts.get(id)).toMatchObject({ state: "accepted" });
    const stored = await inDatabase("select id from commands where id = any($1)", [made]);
    expect(stored).toHaveLength(waitsForMany);
  });
});

/** A name that has changed fits no strict schema, and no loose one where it was required. */
const errorsOf = (schema: z.ZodType, message: unknown) =>
  [schema, loosened(schema)].flatMap((reader) => reader.safeParse(message).error ?? []);

describe("the messages of released programs", () => {
  it("fit today's schemas by every name, are read by today's application, and accepted by today's server", async () => {
    for (const { session, pulls, push, event } of await recordings()) {
      expect(errorsOf(sessionAnswerSchema, session)).toEqual([]);
      expect(errorsOf(streamEventSchema, event)).toEqual([]);
      expect(errorsOf(pushAnswerSchema, push.answer)).toEqual([]);
      expect(pushRequestSchema.safeParse(push.request).error).toBeUndefined();
      for (const name of collectionNames) {
        const documents = loosened(pullAnswerSchema)
          .parse(pulls[name])
          .rows.flatMap((row) => (row.deleted ? [] : [row.document]));
        expect(documents.length).toBeGreaterThan(0);
        expect(errorsOf(z.array(syncedDocuments[name]), documents)).toEqual([]);
      }
    }
  });
});
