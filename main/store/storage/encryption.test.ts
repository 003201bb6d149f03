import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { getRxStorageNodeSqlite, type KeyRing } from "./index.ts";
import { filledNoteSchema, idsOf, insert, note, openNotes, type SqliteNotes } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const SECRET = "what nobody else should read";

/** A key ring with these keys, newest first; it makes one when it is asked and has none. */
const ringOf = (...keys: Uint8Array[]): KeyRing => ({
  keysOf: async () => keys,
  createKey: async () => {
    keys.push(randomBytes(32));
    return keys[0];
  },
});

const open = (directory: string, keyRing?: KeyRing): Promise<SqliteNotes> =>
  openNotes(getRxStorageNodeSqlite({ directory, keyRing }));

/** A closed file with one note, written with this key ring. */
async function closedFile(keyRing?: KeyRing): Promise<string> {
  const directory = temporaryDirectory();
  const notes = await open(directory, keyRing);
  await insert(notes, note("a", { title: "an indexed title", text: SECRET }));
  await notes.close();
  return directory;
}

const textOf = async (notes: SqliteNotes): Promise<string | undefined> =>
  (await notes.findDocumentsById(["a"], false))[0]?.text;

describe("an encrypted file", () => {
  it("holds nothing readable but ids and the columns of the indexes", async () => {
    const directory = await closedFile(ringOf());
    const bytes = readFileSync(join(directory, "notebook.sqlite"));
    expect(bytes.includes(SECRET)).toBe(false);
    expect(bytes.includes("an indexed title")).toBe(true);
  });

  it("is as ever for whoever has the key", async () => {
    const key = randomBytes(32);
    const notes = await open(await closedFile(ringOf(key)), ringOf(key));
    expect(await textOf(notes)).toBe(SECRET);
    expect(await idsOf(notes, { selector: { text: SECRET } })).toEqual(["a"]);
    expect((await notes.getChangedDocumentsSince!(10)).documents).toMatchObject([{ text: SECRET }]);
  });

  it("refuses another key and a missing one by name, and loses nothing by that", async () => {
    const key = randomBytes(32);
    const directory = await closedFile(ringOf(key));
    await expect(open(directory, ringOf(randomBytes(32)))).rejects.toMatchObject({ code: "wrong-key" });
    await expect(open(directory)).rejects.toMatchObject({ code: "key-missing" });
    const forgetful: KeyRing = { ...ringOf(), keysOf: async () => [] };
    await expect(open(directory, forgetful)).rejects.toMatchObject({ code: "key-missing" });
    expect(await textOf(await open(directory, ringOf(key)))).toBe(SECRET);
  });

  it("goes over to a newer key, and no longer opens with the older one alone", async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const directory = await closedFile(ringOf(older));
    await (await open(directory, ringOf(newer, older))).close();
    await expect(open(directory, ringOf(older))).rejects.toMatchObject({ code: "wrong-key" });
    expect(await textOf(await open(directory, ringOf(newer)))).toBe(SECRET);
  });

  it("takes no content that belongs to another place or was changed", async () => {
    const key = randomBytes(32);
    const directory = await closedFile(ringOf(key));
    const notes = await open(directory, ringOf(key));
    await insert(notes, note("b", { text: "other" }));
    await notes.close();
    const database = new DatabaseSync(join(directory, "notebook.sqlite"));
    database.exec("UPDATE documents_1 SET data = (SELECT data FROM documents_1 WHERE id = 'b') WHERE id = 'a'");
    database.close();
    const again = await open(directory, ringOf(key));
    await expect(again.findDocumentsById(["a"], false)).rejects.toMatchObject({ code: "damaged" });
    expect(await again.findDocumentsById(["b"], false)).toMatchObject([{ text: "other" }]);
  });

  it("seals attachments, too", async () => {
    const key = randomBytes(32);
    const directory = temporaryDirectory();
    const schema = filledNoteSchema({ attachments: {} });
    const storage = () => getRxStorageNodeSqlite({ directory, keyRing: ringOf(key) });
    const notes = await openNotes(storage(), { schema });
    const data = new Blob([SECRET], { type: "text/plain" });
    const attachment = { digest: "d", length: SECRET.length, type: "text/plain", data };
    await notes.bulkWrite([{ document: { ...note("a"), _attachments: { file: attachment } } }], "test");
    await notes.close();
    expect(readFileSync(join(directory, "notebook.sqlite")).includes(SECRET)).toBe(false);
    const again = await openNotes(storage(), { schema });
    expect(await (await again.getAttachmentData("a", "file", "d")).text()).toBe(SECRET);
  });
});

describe("a plain file", () => {
  it("is encrypted as a whole when it gets its first key, and keeps no plain copy", async () => {
    const key = randomBytes(32);
    const directory = await closedFile();
    expect(readFileSync(join(directory, "notebook.sqlite")).includes(SECRET)).toBe(true);
    const notes = await open(directory, ringOf(key));
    expect(await textOf(notes)).toBe(SECRET);
    await notes.close();
    expect(readFileSync(join(directory, "notebook.sqlite")).includes(SECRET)).toBe(false);
  });

  it("stays plain where no key could be kept", async () => {
    const keepsNothing: KeyRing = { keysOf: async () => [], createKey: async () => undefined };
    const directory = await closedFile(keepsNothing);
    expect(await textOf(await open(directory))).toBe(SECRET);
  });
});
