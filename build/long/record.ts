import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

import type { GreenRun, Progress } from "./plan.ts";

const root = resolve(import.meta.dirname, "../..");

/** Committed, for everybody: when each part was last green. */
const greenFile = join(root, "docs/long-runs.json");
/** On this machine only: the progress of stopped parts. */
export const progressFolder = join(root, "reports/long");

const greenSchema = z.record(
  z.string(),
  z.strictObject({ commit: z.string(), seed: z.int(), minutes: z.int(), on: z.iso.date() }),
);
const progressSchema = z.strictObject({
  commit: z.string(),
  seed: z.int(),
  done: z.array(z.string()),
  seconds: z.number(),
});

const read = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};
const write = (file: string, content: object): void =>
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);

const progressFile = (part: string): string => join(progressFolder, `${part}.progress.json`);

export const readGreenRuns = (): Readonly<Record<string, GreenRun>> => greenSchema.parse(read(greenFile) ?? {});

export const readProgress = (part: string): Progress | undefined => {
  const kept = read(progressFile(part));
  return kept === undefined ? undefined : progressSchema.parse(kept);
};

export const keepProgress = (part: string, progress: Progress): void => {
  mkdirSync(progressFolder, { recursive: true });
  write(progressFile(part), progress);
};

/** The part is done, so its progress is no longer needed. */
export const keepGreenRun = (part: string, run: GreenRun): void => {
  write(greenFile, { ...readGreenRuns(), [part]: run });
  rmSync(progressFile(part), { force: true });
};
