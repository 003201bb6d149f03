import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import type { WirePrograms } from "#build/wire/programs.ts";
import { bundleToday, today, unpackFrom } from "#build/wire/programs.ts";
import { replacedSource } from "#test/support/replaced-source.ts";

import { growth } from "./growth.ts";

/** A script, and how it is started. */
export interface Side {
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** One version of the program. */
export interface Version {
  readonly name: string;
  readonly device: Side;
  readonly server: Side;
}

const versionOf = (name: string, { device, server }: WirePrograms, environment: NodeJS.ProcessEnv = {}): Version => ({
  name,
  device: { script: device, environment },
  server: { script: server, environment },
});

const frozenRoot = resolve(import.meta.dirname, "../fixtures/wire");

/** The folder with the bundles and recordings of a frozen protocol. */
export const frozenFolder = (protocol: number): string => join(frozenRoot, String(protocol));

/** Every frozen protocol. */
export const frozenProtocols = (): readonly number[] =>
  existsSync(frozenRoot)
    ? readdirSync(frozenRoot)
        .map(Number)
        .filter(Number.isInteger)
        .toSorted((left, right) => left - right)
    : [];

const frozenVersion = async (protocol: number): Promise<Version> =>
  versionOf(`protocol ${protocol}`, await unpackFrom(frozenFolder(protocol), String(protocol)));

/** Every released version, by its protocol; before the first release, today's as it would be frozen. */
export const oldVersions = async (): Promise<readonly Version[]> => {
  const frozen = frozenProtocols();
  if (frozen.length > 0) return Promise.all(frozen.map(frozenVersion));
  return [versionOf("today's bundle", await bundleToday())];
};

/** Today's program with what the next version may add. */
export const newVersion = versionOf("today's, grown", today, replacedSource(growth));
