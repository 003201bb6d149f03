import { v7 } from "uuid";

import { App } from "#main/app.ts";
import { createStorage } from "#main/storage.ts";
import type { SecretStore } from "#main/sync/session.ts";
import { instantFromDate } from "#shared/domain/instant.ts";

import type { HostOptions } from "./options.ts";

/** The application on this machine: real clock, real network, files in the data folder; secrets where the host keeps them. */
export const createApp = ({ server, directory }: HostOptions, secrets: SecretStore): App =>
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
