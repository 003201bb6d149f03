import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const seed = z.int().min(0);
const shows = z.string().min(1);

/** A seed that once failed. */
const foundSeedSchema = z.union([
  z.strictObject({ torture: z.string(), seed, shows }),
  /** A random test: `title` is its full name; it failed within the first `cases`. */
  z.strictObject({ file: z.string(), title: z.string(), seed, cases: z.int().min(1), shows }),
]);
export type FoundSeed = z.infer<typeof foundSeedSchema>;

/** The description of a seed that nobody has examined yet; whoever fixes the fault replaces it. */
export const notLookedAt = "Found by a long run; say here what it was.";

const file = join(import.meta.dirname, "found-seeds.json");

export const readFoundSeeds = async (): Promise<FoundSeed[]> =>
  z.array(foundSeedSchema).parse(JSON.parse(await readFile(file, "utf8")));

const isSame = (one: FoundSeed, other: FoundSeed): boolean =>
  isDeepStrictEqual({ ...one, shows: "" }, { ...other, shows: "" });

/** Each is recorded once. */
export const withFoundSeed = (known: readonly FoundSeed[], found: FoundSeed): FoundSeed[] =>
  known.some((each) => isSame(each, found)) ? [...known] : [...known, found];

/** Two runs at a time may find something, each in its own process: the second waits until the first has written. */
const inTurn = async (work: () => Promise<void>): Promise<void> => {
  const lock = `${file}.lock`;
  for (let tries = 0; ; tries += 1)
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (tries === 100) throw new Error(`Remove ${lock}: a run was ended while it recorded a seed.`, { cause: error });
      await pause(50);
    }
  try {
    await work();
  } finally {
    await rmdir(lock);
  }
};

/** Records a seed: from then on, the gate tries it each time. */
export const keepFoundSeed = (found: FoundSeed): Promise<void> =>
  inTurn(async () => {
    const all = withFoundSeed(await readFoundSeeds(), found);
    await writeFile(file, `${JSON.stringify(all, undefined, 2)}\n`);
  });
