import { existsSync, openSync, truncateSync, closeSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { salvageDocuments, setAsideFile } from "./index.ts";
import { idsOf, insert, note, openStoredNotes } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const PAGE = 4_096;
const NOTES = 400;
const source = { databaseName: "notebook", keyRing: undefined };

async function closedFile(): Promise<string> {
  const directory = temporaryDirectory();
  const notes = await openStoredNotes(directory);
  await insert(notes, ...Array.from({ length: NOTES }, (_, n) => note(`n${n}`, { text: "z".repeat(500) })));
  await notes.close();
  return join(directory, "notebook.sqlite");
}

function overwrite(path: string, firstPage: number, pages: number): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(pages * PAGE, 0xa5), 0, pages * PAGE, firstPage * PAGE);
  closeSync(file);
}

const salvagedIds = async (path: string) => (await salvageDocuments(path, "notes", source)).map(({ id }) => String(id));

describe("a damaged file", () => {
  it("gives every document around a hole in its middle", async () => {
    const path = await closedFile();
    overwrite(path, Math.floor(statSync(path).size / PAGE / 2), 2);
    const ids = await salvagedIds(path);
    expect(ids.length).toBeGreaterThan(NOTES - 60);
    expect(ids.length).toBeLessThan(NOTES);
    expect(ids.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => `n${n}`));
    expect(ids.at(-1)).toBe(`n${NOTES - 1}`);
  });

  it("gives what is left when it was cut off", async () => {
    const path = await closedFile();
    truncateSync(path, Math.floor(statSync(path).size / PAGE / 2) * PAGE);
    expect((await salvagedIds(path)).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => `n${n}`));
  });

  it("gives nothing, and no error, when nothing can be read", async () => {
    const path = await closedFile();
    overwrite(path, 0, statSync(path).size / PAGE);
    expect(await salvagedIds(path)).toEqual([]);
    expect(await salvagedIds(`${path}-that-is-not-there`)).toEqual([]);
  });

  it("makes room for a new one when it is set aside, and is not taken for that", async () => {
    const path = await closedFile();
    const aside = setAsideFile(path, "monday");
    expect(existsSync(path)).toBe(false);
    expect(await salvagedIds(aside)).toHaveLength(NOTES);
    expect(await idsOf(await openStoredNotes(join(path, "..")), {})).toEqual([]);
  });
});
