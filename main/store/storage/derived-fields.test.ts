import { describe, expect, it } from "vitest";

import type { DerivedFields } from "./index.ts";
import { idsOf, insert, note, openStoredNotes } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

/** The rank as the length of the text, under a version of that idea. */
const ranked = (version: number, rankOf: (text: string) => number): { readonly derived: DerivedFields } => ({
  derived: { version, of: ({ text }) => ({ rank: rankOf(String(text)) }) },
});

const longFirst = { selector: { rank: { $gt: 0 } }, sort: [{ rank: "desc" as const }] };

describe("fields that follow from the rest of a document", () => {
  it("are computed anew from what is on the disk when the file was written with another version of them", async () => {
    const directory = temporaryDirectory();
    const before = await openStoredNotes(directory, { options: ranked(1, () => 0) });
    await insert(before, note("a", { text: "x", rank: 0 }), note("b", { text: "xxx", rank: 0 }));
    expect(await idsOf(before, longFirst)).toEqual([]);
    const { checkpoint } = await before.getChangedDocumentsSince!(10);
    await before.close();

    const after = await openStoredNotes(directory, { options: ranked(2, (text) => text.length) });
    expect(await idsOf(after, longFirst)).toEqual(["b", "a"]);
    expect((await after.findDocumentsById(["b"], false))[0]).toMatchObject({ text: "xxx", rank: 3 });
    // Nothing was written as far as a replication is concerned.
    expect((await after.getChangedDocumentsSince!(10, checkpoint)).documents).toEqual([]);
  });

  it("make a damaged file of one whose documents they cannot be read from, to be set aside and rescued", async () => {
    const directory = temporaryDirectory();
    const before = await openStoredNotes(directory, { options: ranked(1, (text) => text.length) });
    await insert(before, note("a", { text: "x", rank: 1 }));
    await before.close();
    const unreadable = ranked(2, () => {
      throw new Error("This cannot be read.");
    });
    await expect(openStoredNotes(directory, { options: unreadable })).rejects.toMatchObject({ code: "damaged" });
  });

  it("are left as they are by the same version", async () => {
    const directory = temporaryDirectory();
    const before = await openStoredNotes(directory, { options: ranked(1, (text) => text.length) });
    await insert(before, note("a", { text: "x", rank: 7 }));
    await before.close();
    const after = await openStoredNotes(directory, { options: ranked(1, (text) => text.length) });
    expect((await after.findDocumentsById(["a"], false))[0]).toMatchObject({ rank: 7 });
  });
});
