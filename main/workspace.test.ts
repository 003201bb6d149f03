import type { RxStorage } from "rxdb";
import { v7 } from "uuid";
import { expect, it } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { StorageError } from "#main/store/storage/index.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import { ada } from "#main/testing/orders.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { createStorage, damagedFilesIn } from "./storage.ts";
import { Workspace } from "./workspace.ts";

/** A storage whose commands cannot be read the first time. */
const failingOnce = (storage: RxStorage<unknown, unknown>, error: StorageError): typeof storage => {
  let hasFailed = false;
  return {
    ...storage,
    createStorageInstance: async (params) => {
      const instance = await storage.createStorageInstance(params);
      if (params.collectionName !== "commands" || hasFailed) return instance;
      hasFailed = true;
      instance.query = () => Promise.reject(error);
      return instance;
    },
  };
};

it("can be opened again by the same process when it could not be read the first time", async () => {
  await using folder = await temporaryFolder();
  const clock = { now: () => instantSchema.parse("2026-11-02T09:00:00.000Z") };
  const client = new ServerClient("http://server.example", () => Promise.reject(new Error("no network")));
  const secrets = memorySecrets();
  const options = {
    person: ada,
    file: ada.id,
    storage: failingOnce(createStorage(folder.path), new StorageError("input-output", "The disk reported an error.")),
    damagedFiles: damagedFilesIn(folder.path, clock),
    secrets,
    client,
    tokens: new SessionTokens(client, secrets, { email: ada.email, signsInBy: "address" }),
    clock,
    ids: { next: () => v7() },
    random: () => 0,
  };
  await expect(Workspace.open(options)).rejects.toMatchObject({ code: "input-output" });
  await (await Workspace.open(options)).close();
});
