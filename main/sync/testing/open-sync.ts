import type { RxStorage } from "rxdb";
import { v7 } from "uuid";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage } from "#main/storage.ts";
import { Store } from "#main/store/store.ts";
import { ada } from "#main/testing/orders.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import type { Fetch } from "../server-client.ts";
import { ServerClient } from "../server-client.ts";
import { SessionTokens } from "../session.ts";
import { Sync } from "../sync.ts";

type Storage = RxStorage<unknown, unknown>;

/** Ada's store on a real file with its sync, which is not started yet. The shortest delays, always. */
export const openSync = async (
  fetch: Fetch,
  around: (storage: Storage) => Storage = (storage) => storage,
  folder?: TemporaryFolder,
) => {
  const inFolder = folder ?? (await temporaryFolder());
  const store = await Store.open({
    name: ada.id,
    storage: around(createStorage(inFolder.path)),
    ids: { next: () => v7() },
    personId: ada.id,
  });
  const client = new ServerClient("http://server.example", fetch);
  const sync = new Sync({
    store,
    client,
    tokens: new SessionTokens(client, memorySecrets(), { email: ada.email, signsInBy: "address" }),
    personId: ada.id,
    clock: { now: () => instantSchema.parse("2026-11-02T09:00:00.000Z") },
    random: () => 0,
  });
  return {
    store,
    sync,
    [Symbol.asyncDispose]: async () => {
      await sync.stop();
      await store.close();
      if (folder === undefined) await inFolder[Symbol.asyncDispose]();
    },
  };
};
