import { hash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdtemp, open, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RxStorage } from "rxdb";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { v7 } from "uuid";

import { createStorage, damagedFilesIn } from "#main/storage.ts";
import { lastingSecrets } from "#main/testing/lasting-secrets.ts";
import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { StoredDocuments } from "./documents.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { beforeEachStep } from "#test/torture/crash/steps.ts";

import type { OpenedStore } from "./open-store.ts";
import { openStore } from "./open-store.ts";
import { StorageError } from "./storage/index.ts";
import { storeErrorOf } from "./store-error.ts";
import { storeKeys } from "./store-keys.ts";
import type { Store } from "./store.ts";

const name = "ada";
const clock = { now: () => instantSchema.parse("2026-11-21T09:00:00.000Z") };
const page = 4_096;

describe("a damaged store", () => {
  let directory: string;
  let ring: ReturnType<typeof storeKeys>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "countersign-damaged-"));
    ring = storeKeys({ secrets: lastingSecrets(), clock });
  });
  afterEach(() => rm(directory, { recursive: true }));

  const path = () => join(directory, `${name}.sqlite`);
  const opened = (folder = directory): Promise<OpenedStore> =>
    openStore(
      { name, storage: createStorage(folder, ring), ids: { next: () => v7() }, personId: ada.id },
      damagedFilesIn(folder, clock, ring),
    );

  const commandNumbered = (store: Store, deviceSeq: number): Command =>
    commandSchema.parse({
      id: v7(),
      type: "approve-order",
      payload: { orderId: `order-${deviceSeq}`, stageId: "stage-1" },
      actorId: ada.id,
      deviceId: store.deviceId,
      deviceSeq,
      madeAt: minute(deviceSeq),
      basedOn: 1,
      protocol: newestProtocol,
      verdict: deviceSeq === 1 ? { state: "accepted", at: minute(2), revision: 2 } : { state: "waiting" },
    });

  /** Four decisions, the first of them judged, and then enough orders to fill many pages; closed in order. */
  const filledFile = async (): Promise<readonly Command[]> => {
    const { store } = await opened();
    const commands = [1, 2, 3, 4].map((number) => commandNumbered(store, number));
    await store.collections.commands.bulkInsert(commands.map((one) => store.stored("commands", one)));
    const orders = Array.from({ length: 400 }, (_, index) => orderNumbered(index));
    await store.collections.orders.bulkInsert(orders.map((one) => store.stored("orders", one)));
    await store.close();
    return commands;
  };

  const leaveOwnerNote = () => writeFile(`${path()}-owner.json`, JSON.stringify({ pid: 4_000_000 }));
  const overwriteMiddle = async () => {
    const { size } = await stat(path());
    const file = await open(path(), "r+");
    const at = Math.floor(size / 2 / page) * page;
    await file.write(Buffer.alloc(3 * page, 0xa5), 0, 3 * page, at);
    await file.close();
  };

  const waitingIn = async (store: Store): Promise<readonly StoredDocuments["commands"][]> =>
    (await store.collections.commands.find({ sort: [{ deviceId: "asc" }, { deviceSeq: "asc" }] }).exec()).map((found) =>
      found.toMutableJSON(),
    );

  it("D09 is replaced by a new one with the waiting decisions when bytes in its middle were overwritten", async () => {
    const commands = await filledFile();
    await overwriteMiddle();
    await leaveOwnerNote();
    const { store, recovered } = await opened();

    const rescued = await waitingIn(store);
    expect(rescued.map(({ id }) => id)).toEqual(commands.slice(1).map(({ id }) => id));
    expect(rescued.map(({ deviceSeq, deviceId }) => [deviceSeq, deviceId])).toEqual(
      [1, 2, 3].map((number) => [number, store.deviceId]),
    );
    expect(await store.collections.orders.count().exec()).toBe(0);
    expect(recovered).toMatchObject({ code: "local-store-recovered", args: { rescued: 3 } });
    await store.close();
  });

  it("D09 is replaced by a new one with whatever is left of it when it was truncated", async () => {
    const commands = await filledFile();
    const { size } = await stat(path());
    await truncate(path(), Math.floor((size * 0.8) / page) * page);
    const { store, recovered } = await opened();
    expect((await waitingIn(store)).map(({ id }) => id)).toEqual(commands.slice(1).map(({ id }) => id));
    expect(recovered?.args).toMatchObject({ rescued: 3 });
    await store.close();
  });

  it("keeps the damaged file, and is sound from then on", async () => {
    await filledFile();
    await overwriteMiddle();
    await leaveOwnerNote();
    await (await opened()).store.close();
    expect(await readdir(directory)).toContain(`${name}.damaged-2026-11-21T09-00-00-000Z.sqlite`);
    const again = await opened();
    expect(again.recovered).toBeUndefined();
    expect(await waitingIn(again.store)).toHaveLength(3);
    await again.store.close();
  });

  it("is recovered at the next start when the damage was met while it was in use", async () => {
    await filledFile();
    await overwriteMiddle();
    const { store } = await opened();
    const everything = store.collections.orders.find().exec();
    await expect(everything).rejects.toMatchObject({ code: "damaged" });
    await store.close();
    const { store: next, recovered } = await opened();
    expect(recovered?.code).toBe("local-store-recovered");
    await next.close();
  });

  it("is replaced even if nothing of it can be read", async () => {
    await filledFile();
    await writeFile(path(), Buffer.alloc(20 * page, 0xa5));
    const { store, recovered } = await opened();
    expect(recovered?.args).toMatchObject({ rescued: 0 });
    await store.close();
  });

  /** As a kill leaves it: a decision that is only in the log, and damage in the middle of the file. */
  const fileOfKilledProcess = async (): Promise<readonly Command[]> => {
    const judgedAndWaiting = await filledFile();
    const { store } = await opened();
    const last = commandNumbered(store, 5);
    await store.collections.commands.insert(store.stored("commands", last));
    await copyFile(`${path()}-wal`, join(directory, "log"));
    await copyFile(path(), join(directory, "file"));
    await store.close();
    await copyFile(join(directory, "log"), `${path()}-wal`);
    await copyFile(join(directory, "file"), path());
    await overwriteMiddle();
    await leaveOwnerNote();
    return [...judgedAndWaiting.slice(1), last];
  };

  /** What is in the files of a folder; SQLite rebuilds the `-shm`. */
  const contentOf = (folder: string): string =>
    readdirSync(folder)
      .filter((file) => !file.endsWith("-shm"))
      .map((file) => `${file} ${hash("sha256", readFileSync(join(folder, file)))}`)
      .join("\n");

  /** Each different state that an end of the process at some step of a start would leave behind, one folder for each. */
  const foldersAtEachStepOf = async (start: () => Promise<OpenedStore>, from: string): Promise<readonly string[]> => {
    const kept = await mkdtemp(join(tmpdir(), "countersign-steps-"));
    const folders: string[] = [];
    let known = "";
    const end = beforeEachStep(() => {
      const content = contentOf(from);
      if (content === known) return;
      known = content;
      const folder = join(kept, String(folders.length));
      mkdirSync(folder);
      cpSync(from, folder, { recursive: true });
      folders.push(folder);
    });
    const { store } = await start().finally(end);
    await store.close();
    onTestFinished(() => rm(kept, { recursive: true }));
    return folders;
  };

  it("D09 loses no decision and has none twice when the start that takes them over ends at any step", async () => {
    const waiting = await fileOfKilledProcess();
    const folders = await foldersAtEachStepOf(opened, directory);
    expect(folders.length).toBeGreaterThan(10);
    for (const [step, folder] of folders.entries()) {
      const { store, recovered } = await opened(folder);
      const rescued = await waitingIn(store);
      const told = recovered?.args;
      await store.close();
      const again = await opened(folder);
      await again.store.close();
      expect({
        step,
        ids: rescued.map(({ id }) => id),
        numbers: rescued.map(({ deviceSeq }) => deviceSeq),
        told,
        toldAgain: again.recovered,
      }).toEqual({
        step,
        ids: waiting.map(({ id }) => id),
        numbers: waiting.map((_, index) => index + 1),
        told: expect.objectContaining({ rescued: waiting.length }) as unknown,
        toldAgain: undefined,
      });
    }
  }, 60_000);

  /** A storage that fails once, when it opens its collection with this number. */
  const failingAt = (number: number, error: StorageError): RxStorage<unknown, unknown> => {
    const storage = createStorage(directory, ring);
    let opening = 0;
    return {
      ...storage,
      createStorageInstance: (params) => {
        opening += 1;
        return opening === number ? Promise.reject(error) : storage.createStorageInstance(params);
      },
    };
  };
  const openedWith = (storage: RxStorage<unknown, unknown>): Promise<OpenedStore> =>
    openStore({ name, storage, ids: { next: () => v7() }, personId: ada.id }, damagedFilesIn(directory, clock, ring));

  it("can be opened by the same process as soon as the disk is not full any more, wherever that was met", async () => {
    await filledFile();
    for (const number of [1, 2, 4, 7]) {
      const storage = failingAt(number, new StorageError("disk-full", "The disk is full."));
      await expect(openedWith(storage)).rejects.toSatisfy((error) => storeErrorOf(error)?.code === "local-store-full");
      await (await openedWith(storage)).store.close();
    }
  });

  it("D09 is rescued at the next attempt when the disk was full as soon as it had been set aside", async () => {
    const commands = await filledFile();
    await writeFile(`${path()}-damaged`, "");
    const storage = createStorage(directory, ring);
    let isFull = true;
    const full: typeof storage = {
      ...storage,
      createStorageInstance: async (params) => {
        const instance = await storage.createStorageInstance(params);
        const write = instance.bulkWrite.bind(instance);
        instance.bulkWrite = (rows, context) =>
          isFull && params.collectionName === "commands"
            ? Promise.reject(new StorageError("disk-full", "The disk is full."))
            : write(rows, context);
        return instance;
      },
    };
    await expect(openedWith(full)).rejects.toMatchObject({ code: "disk-full" });
    isFull = false;
    const { store, recovered } = await openedWith(full);
    expect(recovered?.args).toMatchObject({ rescued: 3 });
    expect((await waitingIn(store)).map(({ id }) => id)).toEqual(commands.slice(1).map(({ id }) => id));
    await store.close();
  });

  it("D09 is replaced when the damage is found in the middle of opening it", async () => {
    const commands = await filledFile();
    const { store, recovered } = await openedWith(failingAt(4, new StorageError("damaged", "The file is damaged.")));
    expect(recovered).toMatchObject({ code: "local-store-recovered", args: { rescued: 3 } });
    expect((await waitingIn(store)).map(({ id }) => id)).toEqual(commands.slice(1).map(({ id }) => id));
    await store.close();
  });
});
