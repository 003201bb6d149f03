import { describe, expect, it, vi } from "vitest";
import type { SqliteStorageInstance } from "./storage-instance.ts";
import { idsOf, insert, note, openStoredNotes, prepared, row, type Note, type SqliteNotes } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const MANY = 20_000;

/** What SQLite cannot judge, so that each note has to be read. */
const everything = prepared({ selector: { text: { $regex: "x" } }, sort: [{ rank: "asc" }] });

async function openManyNotes(): Promise<SqliteNotes> {
  const notes = await openStoredNotes(temporaryDirectory());
  for (let start = 0; start < MANY; start += 2_000) {
    await insert(
      notes,
      ...Array.from({ length: 2_000 }, (_, n) => note(`n${start + n}`, { rank: n, text: "x".repeat(200) })),
    );
  }
  return notes;
}

describe("a long query", { timeout: 60_000 }, () => {
  it("lets other work run in between", async () => {
    const notes = await openManyNotes();
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    const { documents } = await notes.query(prepared({ selector: {}, sort: [{ rank: "asc" }] }));
    clearInterval(counting);
    expect(documents).toHaveLength(MANY);
    expect(turns).toBeGreaterThan(0);
  });

  it("keeps no write waiting, and sees the state of its beginning whatever is written meanwhile", async () => {
    const notes = await openManyNotes();
    let hasEnded = false;
    const reading = notes.query(everything).finally(() => (hasEnded = true));
    const [first] = await notes.findDocumentsById(["n0"], false);
    const moved = note("n0", { rank: 9, text: "moved" }, first);
    await notes.bulkWrite([row(note("new", { rank: 5, text: "x" })), row(moved, first)], "test");
    expect(hasEnded).toBe(false);
    expect(await idsOf(notes, { selector: { id: "new" } })).toEqual(["new"]);
    const { documents } = await reading;
    expect(documents).toHaveLength(MANY);
    expect(documents.find(({ id }) => id === "n0")?.text).toBe(first?.text);
  });

  it("sees what was written just before it, beside one that began earlier", async () => {
    const notes = await openManyNotes();
    const earlier = notes.query(everything);
    await insert(notes, note("new", { rank: 5, text: "x" }));
    const later = notes.query(everything);
    expect((await earlier).documents).toHaveLength(MANY);
    expect((await later).documents).toHaveLength(MANY + 1);
  });

  it("reads no further once nobody waits for it", async () => {
    const notes = await openManyNotes();
    const decode = vi.spyOn(notes.internals.file.content, "decode");
    const controller = new AbortController();
    const broken = new Error("the person has typed on");
    const reading = (notes as SqliteStorageInstance<Note>).query(everything, controller.signal);
    const counting = (notes as SqliteStorageInstance<Note>).count(everything, controller.signal);
    controller.abort(broken);
    await expect(reading).rejects.toBe(broken);
    await expect(counting).rejects.toBe(broken);
    const read = decode.mock.calls.length;
    expect(read).toBeLessThan(MANY);
    await new Promise((resolve) => setImmediate(resolve));
    expect(decode).toHaveBeenCalledTimes(read);
    await expect(notes.count(everything)).resolves.toMatchObject({ count: MANY });
  });

  it("is not begun when nobody waits for it any more", async () => {
    const notes = await openManyNotes();
    const decode = vi.spyOn(notes.internals.file.content, "decode");
    const reading = (notes as SqliteStorageInstance<Note>).query(everything, AbortSignal.abort());
    await expect(reading).rejects.toThrow("aborted");
    expect(decode).not.toHaveBeenCalled();
  });

  it("ends before a closing that came later", async () => {
    const notes = await openManyNotes();
    const reading = notes.query(prepared({ selector: {}, sort: [{ rank: "asc" }] }));
    await notes.close();
    expect((await reading).documents).toHaveLength(MANY);
  });
});
