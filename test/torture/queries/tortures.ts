import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import type { Torture, TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

/**
 * The random queries of the storage's own test: two thousand random collections, with up to six queries on each, against
 * RxDB's matcher and comparator and its storage in memory.
 */
const randomQueries = async ({ seed }: TortureRun): Promise<void> => {
  const child = spawn("npx", ["vitest", "run", "main/store/storage/query.test.ts"], {
    env: { ...process.env, TORTURE_SEED: String(seed) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (child.exitCode !== 0) throw new Finding(output);
};

export const tortures: readonly Torture[] = [{ name: "queries.random", run: randomQueries }];
