import { v7 } from "uuid";

import type { SecretStore } from "#shared/contract/host.ts";
import { instantFromDate } from "#shared/domain/instant.ts";

import { App } from "./app.ts";
import { createStorage } from "./storage.ts";

export interface CreateAppOptions {
  readonly server: string;
  /** The data folder. */
  readonly directory: string;
  readonly secrets: SecretStore;
}

/** The application on this machine: real clock, real network, files in the data folder; secrets where the host keeps them. */
export const createApp = ({ server, directory, secrets }: CreateAppOptions): App =>
  new App({
    server,
    directory,
    storage: createStorage(directory),
    secrets,
    fetch: globalThis.fetch,
    clock: { now: () => instantFromDate(new Date()) },
    ids: { next: () => v7() },
    random: () => Math.random(),
  });
