import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";

import type { BenchCase } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";

const measured = (name: string) => moreIsBetter({ name, ours: 3, peer: 2, peerName: "nobody", unit: "docs/s" });

/** Starts a child that never ends by itself; its pid is in the file named by this environment variable. */
const startIdler = async (): Promise<void> => {
  const { pid } = spawn(process.execPath, ["-e", "setInterval(() => {}, 1_000)"], { stdio: "ignore" });
  await writeFile(process.env["IDLER_FILE"] ?? "", String(pid));
};

/** Cases that fail in every way, and one that succeeds. */
export const cases: readonly BenchCase[] = [
  {
    name: "odd.fails",
    async *run() {
      await startIdler();
      yield measured("odd.before-it-failed");
      throw new Error("the disk is full");
    },
  },
  {
    name: "odd.hangs",
    async *run() {
      await startIdler();
      yield measured("odd.before-it-hung");
      await once(process, "never");
    },
  },
  {
    name: "odd.stops-short",
    async *run() {
      yield measured("odd.before-it-ended");
      process.kill(process.pid, "SIGKILL");
    },
  },
  {
    name: "odd.divides-by-nothing",
    async *run() {
      yield moreIsBetter({ name: "odd.ratio", ours: 0, peer: 0, peerName: "nobody", unit: "docs/s" });
    },
  },
  { name: "odd.measures-nothing", async *run() {} },
  {
    name: "odd.works",
    async *run() {
      setInterval(() => undefined, 1_000);
      yield measured("odd.figure");
    },
  },
];
