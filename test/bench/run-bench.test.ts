import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, describe, expect, it, vi } from "vitest";

import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { casesIn } from "./areas.ts";
import type { Measurement } from "./measurement.ts";
import { runBench } from "./run-bench.ts";

const oddArea = join(import.meta.dirname, "testing/odd-area.ts");

const seconds = 1_000;

interface Outcome {
  readonly failures: number;
  readonly table: string;
  /** The first line of each complaint. */
  readonly complaints: readonly string[];
}

interface Odd {
  /** Which cases of the odd area are run. */
  readonly names: readonly string[];
  readonly limit?: number;
  readonly stop?: AbortSignal;
  /** Called for each line of the table. */
  readonly atLine?: (line: string) => void;
}

const run = async (folder: TemporaryFolder, { names, limit = 60 * seconds, ...odd }: Odd): Promise<Outcome> => {
  vi.stubEnv("IDLER_FILE", join(folder.path, "idler"));
  const lines: string[] = [];
  const complaints: string[] = [];
  const cases = (await casesIn(oddArea)).filter(({ name }) => names.includes(name));
  const failures = await runBench(cases, {
    json: join(folder.path, "figures.json"),
    part: 1,
    limit,
    stop: odd.stop ?? new AbortController().signal,
    say: (line) => {
      lines.push(line);
      odd.atLine?.(line);
    },
    complain: (line) => complaints.push(line),
  });
  return { failures, table: lines.join("\n"), complaints: complaints.map((text) => text.split("\n")[0] ?? "") };
};

const kept = async ({ path }: TemporaryFolder): Promise<string[]> =>
  (JSON.parse(await readFile(join(path, "figures.json"), "utf8")) as Measurement[]).map(({ name }) => name);

/** Whether the child that a case left behind is gone. */
const isIdlerGone = async ({ path }: TemporaryFolder): Promise<boolean> => {
  const pid = Number(await readFile(join(path, "idler"), "utf8"));
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe("a run of benchmarks", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("says which case failed and why, and continues with the others", async () => {
    await using folder = await temporaryFolder();
    const { failures, table, complaints } = await run(folder, { names: ["odd.fails", "odd.works"] });
    expect({ failures, complaints }).toEqual({
      failures: 1,
      complaints: ["odd.fails failed: Error: the disk is full"],
    });
    expect(table).toContain("odd.figure");
    await expect(kept(folder)).resolves.toEqual(["odd.before-it-failed", "odd.figure"]);
  });

  it("ends what a failed case has started", async () => {
    await using folder = await temporaryFolder();
    await run(folder, { names: ["odd.fails"] });
    await expect.poll(() => isIdlerGone(folder)).toBe(true);
  });

  it("ends a case that hangs, with its children, and keeps what it measured before", async () => {
    await using folder = await temporaryFolder();
    const { complaints } = await run(folder, { names: ["odd.hangs", "odd.works"], limit: 10 * seconds });
    expect(complaints).toEqual(["odd.hangs failed: it took longer than 10 s"]);
    await expect(kept(folder)).resolves.toEqual(["odd.before-it-hung", "odd.figure"]);
    await expect.poll(() => isIdlerGone(folder)).toBe(true);
  });

  it("keeps the file complete after each case", async () => {
    await using folder = await temporaryFolder();
    const seen: Promise<string[]>[] = [];
    const atLine = (line: string) => {
      if (line.includes("odd.figure")) seen.push(kept(folder));
    };
    await run(folder, { names: ["odd.stops-short", "odd.works"], atLine });
    await expect(Promise.all(seen)).resolves.toEqual([["odd.before-it-ended"]]);
  });

  it("treats an invalid or missing measurement, and a process that stops early, as a failure", async () => {
    await using folder = await temporaryFolder();
    const names = ["odd.stops-short", "odd.divides-by-nothing", "odd.measures-nothing"];
    const { complaints } = await run(folder, { names });
    expect(complaints).toEqual([
      "odd.stops-short failed: its process ended with SIGKILL",
      "odd.divides-by-nothing failed: Error: the ratio of odd.ratio is NaN",
      "odd.measures-nothing failed: Error: it measured nothing",
    ]);
    await expect(kept(folder)).resolves.toEqual(["odd.before-it-ended"]);
  });

  it("ends the running case when it is told to stop, and starts no other", async () => {
    await using folder = await temporaryFolder();
    const stop = new AbortController();
    const atLine = (line: string) => {
      if (line.includes("odd.before-it-hung")) stop.abort();
    };
    const { table, complaints } = await run(folder, { names: ["odd.hangs", "odd.works"], stop: stop.signal, atLine });
    expect(complaints).toEqual(["odd.hangs failed: it was stopped"]);
    expect(table).not.toContain("odd.figure");
    await expect.poll(() => isIdlerGone(folder)).toBe(true);
  });
});
