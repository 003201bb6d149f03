import { existsSync, openSync, renameSync, truncateSync, closeSync, statSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  filesToRescue,
  finishRescue,
  getRxStorageNodeSqlite,
  type KeyRing,
  salvageDocuments,
  setAsideFile,
} from "./index.ts";
import { markDamaged } from "./known-damage.ts";
import { startChild } from "./testing/child-process.ts";
import { idsOf, insert, note, openNotes, openStoredNotes } from "./testing/notes.ts";
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

  it.each(["storage_key", "sqlite_autoindex_storage_collections_1"])(
    "gives every document when what is lost is %s, without which they can be read",
    async (name) => {
      const path = await closedFile();
      const database = new DatabaseSync(path);
      const place = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(name);
      database.close();
      overwrite(path, Number(place?.["rootpage"]) - 1, 1);
      expect(await salvagedIds(path)).toHaveLength(NOTES);
    },
  );

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
    setAsideFile(path, "monday");
    expect(existsSync(path)).toBe(false);
    const [aside = ""] = filesToRescue(path);
    expect(await salvagedIds(aside)).toHaveLength(NOTES);
    expect(await idsOf(await openStoredNotes(join(path, "..")), {})).toEqual([]);
  });

  it("is to be rescued until that is said to be done, and so is one that is set aside in the same moment", async () => {
    const path = await closedFile();
    setAsideFile(path, "monday");
    await (await openStoredNotes(join(path, ".."))).close();
    setAsideFile(path, "monday");
    expect(filesToRescue(path).map((file) => basename(file))).toEqual([
      "notebook.damaged-monday.sqlite",
      "notebook.damaged-monday-2.sqlite",
    ]);
    finishRescue(path);
    expect(filesToRescue(path)).toEqual([]);
    expect(await idsOf(await openStoredNotes(join(path, "..")), {})).toEqual([]);
  });

  it("makes room for a new one, too, when a person moved it away by hand", async () => {
    const path = await closedFile();
    markDamaged(path);
    renameSync(path, `${path}-moved`);
    const open = () => openStoredNotes(join(path, ".."));
    await expect(open()).rejects.toMatchObject({ code: "damaged" });
    setAsideFile(path, "monday");
    expect(filesToRescue(path)).toEqual([]);
    expect(await idsOf(await open(), {})).toEqual([]);
  });

  it("is not set aside under another process that has it open", async () => {
    const path = await closedFile();
    const other = startChild(new URL("testing/endless-writer.ts", import.meta.url), join(path, ".."), "1");
    await other.nextLine();
    const theirs = join(path, "..", "crash.sqlite");
    expect(() => setAsideFile(theirs, "monday")).toThrow(
      expect.objectContaining({ code: "locked-by-another-process" }),
    );
    expect(existsSync(theirs)).toBe(true);
  });

  it("is not given up as unreadable while its key cannot be had", async () => {
    const directory = temporaryDirectory();
    const key = Buffer.alloc(32, 7);
    const ring = (...keys: Uint8Array[]) => ({ keysOf: async () => keys, createKey: async () => undefined });
    const notes = await openNotes(getRxStorageNodeSqlite({ directory, keyRing: ring(key) }));
    await insert(notes, note("n1"));
    await notes.close();
    const salvage = (keyRing: KeyRing) =>
      salvageDocuments(join(directory, "notebook.sqlite"), "notes", { databaseName: "notebook", keyRing });
    await expect(salvage(ring())).rejects.toMatchObject({ code: "key-missing" });
    expect(await salvage(ring(key))).toMatchObject([{ id: "n1" }]);
  });
});
