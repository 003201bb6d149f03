import { seededRandom } from "@countersign/server/demo/random.ts";
import { StorageError } from "#main/store/storage/index.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import type { EntryInstance } from "./entries.ts";
import { openEntries, perform } from "./entries.ts";
import { mustBeSound, writesIn } from "./examine.ts";
import { writeNumbered } from "./script.ts";

const writes = 25;
const noLimit = 1_000_000_000;

interface Pragmas {
  exec(sql: string): void;
  prepare(sql: string): { get(): Record<string, unknown> | undefined };
}

/** SQLite's page limit raises its own disk-full error, at exactly the page that is one too many. */
const databaseOf = (instance: EntryInstance): Pragmas =>
  (instance.internals as { readonly file: { readonly database: Pragmas } }).file.database;

const pagesOf = (instance: EntryInstance): number =>
  Number(databaseOf(instance).prepare("PRAGMA page_count").get()?.["page_count"]);

const isFull = (error: unknown): boolean => error instanceof StorageError && error.code === "disk-full";

/**
 * The disk becomes full at every position of a scripted run, one page later each time, through the limit
 * `max_page_count`. The write that does not fit is refused with its code and leaves no trace; with space again, it succeeds.
 */
export const fullDisk = async ({ seed }: TortureRun): Promise<void> => {
  await using folder = await temporaryFolder();
  const isEncrypted = seededRandom(seed).chance(0.5);
  const key = isEncrypted ? Buffer.alloc(32, 7).toString("hex") : "";
  const instance = await openEntries({ directory: folder.path, layout: 0, key });
  for (let number = 0; number < writes; number += 1) {
    for (let spare = 0; ; spare += 1) {
      databaseOf(instance).exec(`PRAGMA max_page_count = ${pagesOf(instance) + spare}`);
      const outcome = await perform(instance, writeNumbered(seed, number)).then(
        () => "kept",
        (error: unknown) => (isFull(error) ? "refused" : Promise.reject(error as Error)),
      );
      databaseOf(instance).exec(`PRAGMA max_page_count = ${noLimit}`);
      const expected = outcome === "kept" ? number + 1 : number;
      if ((await writesIn(instance, seed, expected)) !== expected)
        throw new Finding(`write ${number} with ${spare} pages to spare was ${outcome}, but the file says otherwise`);
      if (outcome === "kept") break;
    }
  }
  await instance.close();
  mustBeSound(folder.path);
};
