import type { RxStorage } from "rxdb";
import { describe, expect, it } from "vitest";

import { StorageError } from "#main/store/storage/index.ts";
import { ada, ben, minute, orderNumbered } from "#main/testing/orders.ts";
import { longestInput } from "@countersign/shared/contract/ask.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { askServer } from "./ask.ts";
import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

type Bench = Awaited<ReturnType<typeof openSync>>;

const first = orderNumbered(1);
const second = orderNumbered(2);
const idsIn = async ({ store }: Bench) => (await store.collections.orders.find().exec()).map(({ id }) => id).toSorted();
const lastSyncAt = async ({ store }: Bench) => (await store.device()).lastSyncAt;
const inSync = async (bench: Bench) => {
  bench.sync.start();
  await expect.poll(() => lastSyncAt(bench), { timeout: 5_000 }).toBeDefined();
};
const waiting = ({ store }: Bench) =>
  commandSchema.parse({
    id: "019a3f62-0000-7000-8000-000000000001",
    type: "comment-on-order",
    payload: { orderId: first.id, text: "Until Friday." },
    actorId: ada.id,
    deviceId: store.deviceId,
    deviceSeq: 1,
    madeAt: minute(1),
    basedOn: 1,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  });

describe("the sync with a server", () => {
  it("notes the epoch and when it was in sync, by the device's clock", async () => {
    const server = Object.assign(new ServerDouble(), { documents: { orders: [first], people: [ada] } });
    await using bench = await openSync(server.fetch);
    await inSync(bench);
    expect(await bench.store.device()).toMatchObject({
      epoch: "one",
      generation: 0,
      lastSyncAt: "2026-11-02T09:00:00.000Z",
    });
    expect(await idsIn(bench)).toEqual([first.id]);
    expect(bench.sync.status).toEqual({ state: "online" });
  });

  it("D03 keeps what it has in the same epoch", async () => {
    await using folder = await temporaryFolder();
    const server = Object.assign(new ServerDouble(), { documents: { orders: [first], people: [ada] } });
    {
      await using bench = await openSync(server.fetch, undefined, folder);
      await inSync(bench);
    }
    // What is behind the device's position is not asked for, whatever has become of it.
    server.documents = { orders: [second], people: [ada] };
    await using bench = await openSync(server.fetch, undefined, folder);
    bench.sync.start();
    await expect.poll(() => server.timesAsked("/v1/sync/pull orders")).toBe(2);
    await expect.poll(() => bench.sync.status.state).toBe("online");
    expect([await idsIn(bench), (await bench.store.device()).generation]).toEqual([[first.id], 0]);
  });

  it("D03 replaces everything that the server owns in a new epoch, and sends every command again", async () => {
    await using folder = await temporaryFolder();
    const server = Object.assign(new ServerDouble(), { documents: { orders: [first], people: [ada] } });
    const accepted = { state: "accepted", at: minute(90), revision: 2 };
    server.onPush = ({ commands }) => ({ commands: commands.map((one) => ({ ...one, verdict: accepted })) });
    {
      await using bench = await openSync(server.fetch, undefined, folder);
      await bench.store.collections.commands.insert(bench.store.stored("commands", waiting(bench)));
      await inSync(bench);
      const state = async () => (await bench.store.collections.commands.findOne().exec())?.verdictState;
      await expect.poll(state).toBe("accepted");
    }
    server.session = { person: ada, epoch: "two" };
    server.documents = { orders: [second], people: [ada] };
    const sent: string[] = [];
    server.onPush = ({ epoch, commands }) => {
      sent.push(epoch, ...commands.map(({ id }) => id));
      return { commands };
    };
    await using bench = await openSync(server.fetch, undefined, folder);
    bench.sync.start();
    await expect.poll(() => idsIn(bench), { timeout: 5_000 }).toEqual([second.id]);
    expect((await bench.store.device()).epoch).toBe("two");
    await expect.poll(() => sent).toEqual(["two", waiting(bench).id]);
  });

  it("is refused where the session is another person's, by their address", async () => {
    const server = Object.assign(new ServerDouble(), { session: { person: ben, epoch: "one" } });
    await using bench = await openSync(server.fetch);
    bench.sync.start();
    await expect.poll(() => bench.sync.status.problem).toEqual({ code: "another-person", args: { email: ben.email } });
  });

  it("is tried again at once when the person wants it, however long the server asked to be left alone", async () => {
    const server = Object.assign(new ServerDouble(), { documents: { people: [ada] } });
    let isAway = true;
    await using bench = await openSync((input, init) =>
      isAway
        ? Promise.resolve(new Response("", { status: 503, headers: { "retry-after": "600" } }))
        : server.fetch(input, init),
    );
    const states: string[] = [];
    bench.sync.status$.subscribe(({ state }) => states.push(state));
    bench.sync.start();
    await expect.poll(() => bench.sync.status.state).toBe("offline");
    isAway = false;
    bench.sync.retryNow();
    await expect.poll(() => lastSyncAt(bench), { timeout: 5_000 }).toBeDefined();
    expect([states[0], states.at(-1)]).toEqual(["connecting", "online"]);
  });

  it("is not noted as done while the connection is lost", async () => {
    const server = Object.assign(new ServerDouble(), { documents: { people: [ada] } });
    server.isSilent = (collection) => collection === "orders";
    await using bench = await openSync(server.fetch);
    bench.sync.start();
    await expect.poll(() => bench.sync.status.state).toBe("online");
    await bench.sync.stop();
    expect(await lastSyncAt(bench)).toBeUndefined();
  });

  it("says that the disk is full when it cannot note that it is in sync, and notes it later", async () => {
    const server = Object.assign(new ServerDouble(), { documents: { people: [ada] } });
    let isFull = true;
    const full = (storage: RxStorage<unknown, unknown>): typeof storage => ({
      ...storage,
      createStorageInstance: async (params) => {
        const instance = await storage.createStorageInstance(params);
        if (params.collectionName !== "device") return instance;
        const write = instance.bulkWrite.bind(instance);
        instance.bulkWrite = (rows, context) =>
          isFull && JSON.stringify(rows).includes("lastSyncAt")
            ? Promise.reject(new StorageError("disk-full", "The disk is full."))
            : write(rows, context);
        return instance;
      },
    });
    await using bench = await openSync(server.fetch, full);
    bench.sync.start();
    await expect.poll(() => bench.sync.status.problem?.code).toBe("local-store-full");
    isFull = false;
    bench.sync.retryNow();
    await expect
      .poll(() => lastSyncAt(bench), { timeout: 5_000 })
      .toBe(instantSchema.parse("2026-11-02T09:00:00.000Z"));
  });

  it("says that the disk is full when it cannot note a new epoch, and pulls nothing then", async () => {
    const server = new ServerDouble();
    const full = (storage: RxStorage<unknown, unknown>): typeof storage => ({
      ...storage,
      createStorageInstance: async (params) => {
        const instance = await storage.createStorageInstance(params);
        const write = instance.bulkWrite.bind(instance);
        if (params.collectionName === "device")
          instance.bulkWrite = (rows, context) =>
            JSON.stringify(rows).includes("epoch")
              ? Promise.reject(new StorageError("disk-full", "The disk is full."))
              : write(rows, context);
        return instance;
      },
    });
    await using bench = await openSync(server.fetch, full);
    bench.sync.start();
    await expect.poll(() => bench.sync.status.problem?.code).toBe("local-store-full");
    expect(server.timesAsked("/v1/sync/stream")).toBe(0);
  });
});

describe("a question to the server", () => {
  it("is not sent if it is longer than any server accepts", async () => {
    const asked: string[] = [];
    const connection = {
      ask: () => {
        asked.push("asked");
        return Promise.resolve({ ok: true, value: {} });
      },
    } as unknown as Parameters<typeof askServer>[0]["connection"];
    const client = {} as Parameters<typeof askServer>[0]["client"];
    const frame = JSON.stringify({ body: { timeZone: "" } }).length;
    const ask = (bytes: number) => {
      const body = { timeZone: "ä".repeat((bytes - frame) / 2) } as unknown as MailPreferences;
      return askServer({ client, connection }, "writeMailPreferences", { body }, new AbortController().signal);
    };
    const even = longestInput - ((longestInput - frame) % 2);
    expect(await ask(even)).toMatchObject({ ok: true });
    expect(await ask(even + 2)).toEqual({
      ok: false,
      error: { code: "request-too-large", args: { max: longestInput } },
    });
    expect(asked).toHaveLength(1);
  });
});
