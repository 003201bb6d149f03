import { v7 } from "uuid";

import type { SecretStore } from "@countersign/shared/contract/host.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";
import { storeKeys } from "#main/store/store-keys.ts";

import { DesktopApp } from "./app.ts";
import { createStorage, damagedFilesIn } from "./storage.ts";

export interface CreateAppOptions {
  /** Otherwise the one last chosen in this folder. */
  readonly server?: string;
  /** The data folder. */
  readonly directory: string;
  readonly secrets: SecretStore;
}

/** The application on this machine: real clock, real network, files in the data folder; secrets kept by the host. */
export const createApp = ({ server, directory, secrets }: CreateAppOptions): DesktopApp => {
  const clock: Clock = { now: () => instantFromDate(new Date()) };
  const keyRing = storeKeys({ secrets, clock });
  return new DesktopApp({
    ...(server === undefined ? {} : { server }),
    directory,
    storage: createStorage(directory, keyRing),
    damagedFiles: damagedFilesIn(directory, clock, keyRing),
    secrets,
    fetch: globalThis.fetch,
    clock,
    ids: { next: () => v7() },
    random: () => Math.random(),
  });
};
