import type { DatabaseSync } from "node:sqlite";

import { v7 } from "uuid";
import { expect } from "vitest";

import { DesktopApp } from "#main/app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage, damagedFilesIn } from "#main/storage.ts";
import type { InboxRow, StatusView } from "@countersign/shared/contract/views.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";

/** An application on a real file, with its SQLite connection, which a test may fill up. */
export const openApp = async (server: string, directory: string, email: string) => {
  const storage = createStorage(directory);
  const clock: Clock = { now: () => instantFromDate(new Date()) };
  let database: DatabaseSync | undefined;
  const app = new DesktopApp({
    server,
    directory,
    storage: {
      ...storage,
      createStorageInstance: async (params) => {
        const instance = await storage.createStorageInstance(params);
        ({ database } = (instance.internals as { file: { database: DatabaseSync } }).file);
        return instance;
      },
    },
    damagedFiles: damagedFilesIn(directory, clock),
    secrets: memorySecrets(),
    fetch: globalThis.fetch,
    clock,
    ids: { next: () => v7() },
    random: () => 0,
  });
  await app.start(email);
  const status = (): Promise<StatusView> => app.workspace!.view("status", {});
  return {
    app,
    directory,
    email,
    status,
    database: () => database!,
    workspace: () => app.workspace!,
    inSync: () => expect.poll(async () => (await status()).lastSyncAt, { timeout: 20_000 }).toBeDefined(),
    inbox: async (): Promise<readonly InboxRow[]> =>
      (await app.workspace!.view("inbox", { start: 0, count: 100 })).rows,
  };
};

export type OpenApp = Awaited<ReturnType<typeof openApp>>;
