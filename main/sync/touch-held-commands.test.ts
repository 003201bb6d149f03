import type { RxStorage } from "rxdb";
import { expect, it } from "vitest";

import { ada } from "#main/testing/orders.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";

import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

const held = commandSchema.parse({
  id: "019a3f62-0000-7000-8000-000000000001",
  type: "comment-on-order",
  payload: { orderId: "order-1", text: "Until Friday." },
  actorId: ada.id,
  deviceId: "another-device",
  deviceSeq: 2,
  madeAt: "2026-11-02T08:00:00.000Z",
  basedOn: 1,
  protocol: newestProtocol,
  verdict: { state: "waiting" },
});
const judged = { ...held, verdict: { state: "accepted", at: "2026-11-02T10:00:00.000Z", revision: 2 } };

/** A storage that is killed after it has kept the commands of a page, before it has noted where they came from. */
const killedBetween = (storage: RxStorage<unknown, unknown>, onPosition: () => void): typeof storage => {
  let hasCommands = false;
  const createStorageInstance: typeof storage.createStorageInstance = async (params) => {
    const instance = await storage.createStorageInstance(params);
    const write = instance.bulkWrite.bind(instance);
    instance.bulkWrite = async (rows, context) => {
      if (context === "replication-down-write-meta") return new Promise<never>(() => undefined);
      const written = await write(rows, context);
      hasCommands ||= params.collectionName === "commands" && context.startsWith("replication-downstream-");
      if (hasCommands && context === "replication-set-checkpoint" && JSON.stringify(rows).includes('"up"'))
        onPosition();
      return written;
    };
    return instance;
  };
  return { ...storage, createStorageInstance };
};

it("D03 D09 brings the verdict on another device's command whose first pull was killed halfway", async () => {
  await using folder = await temporaryFolder();
  const server = new ServerDouble();
  server.documents = { people: [ada], commands: [held] };
  {
    const hasPosition = Promise.withResolvers<undefined>();
    await using before = await openSync(
      server.fetch,
      (storage) => killedBetween(storage, () => hasPosition.resolve(undefined)),
      folder,
    );
    before.sync.start();
    await hasPosition.promise;
  }

  server.documents = { people: [ada], commands: [judged] };
  server.onPush = () => ({ commands: [judged] });
  await using after = await openSync(server.fetch, undefined, folder);
  const state = async () => (await after.store.collections.commands.findOne(held.id).exec())?.verdictState;
  expect(await state()).toBe("waiting");
  after.sync.start();
  await expect.poll(state, { timeout: 5_000 }).toBe("accepted");
});

it("sends nothing of another device's command that came as it should", async () => {
  await using folder = await temporaryFolder();
  const server = new ServerDouble();
  server.documents = { people: [ada], commands: [held] };
  for (const _start of [1, 2]) {
    await using bench = await openSync(server.fetch, undefined, folder);
    bench.sync.start();
    await expect.poll(async () => (await bench.store.device()).lastSyncAt, { timeout: 5_000 }).toBeDefined();
  }
  expect(server.timesAsked("/v1/sync/push")).toBe(0);
});
