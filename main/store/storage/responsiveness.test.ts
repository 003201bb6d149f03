import { describe, expect, it } from "vitest";
import { idsOf, insert, note, openStoredNotes, prepared, row, type SqliteNotes } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const MANY = 20_000;

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

  it("sees the state of its beginning, while a write that came later waits and then stands", async () => {
    const notes = await openManyNotes();
    const reading = notes.query(prepared({ selector: { text: { $regex: "x" } }, sort: [{ rank: "asc" }] }));
    const quickly = await idsOf(notes, { selector: { id: "n0" } });
    const writing = notes.bulkWrite([row(note("new", { rank: 5, text: "x" }))], "test");
    const { documents } = await reading;
    await writing;
    expect(quickly).toEqual(["n0"]);
    expect(documents).toHaveLength(MANY);
    expect(await notes.findDocumentsById(["new"], false)).toHaveLength(1);
  });

  it("ends before a closing that came later", async () => {
    const notes = await openManyNotes();
    const reading = notes.query(prepared({ selector: {}, sort: [{ rank: "asc" }] }));
    await notes.close();
    expect((await reading).documents).toHaveLength(MANY);
  });
});
