import type { RxAttachmentWriteData } from "rxdb";
import { describe, expect, it } from "vitest";
import { eventsOf, filledNoteSchema, note, openStoredNotes, row, type StoredNote } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const schema = filledNoteSchema({ attachments: {} });

function file(content: string): RxAttachmentWriteData {
  const data = new Blob([content], { type: "text/plain" });
  return { data, length: data.size, type: "text/plain", digest: `digest of ${content}` };
}

function withFiles(document: StoredNote, files: Record<string, RxAttachmentWriteData>): StoredNote {
  return { ...document, _attachments: files };
}

describe("attachments", () => {
  it("come back byte for byte with their type, also after a restart", async () => {
    const directory = temporaryDirectory();
    const first = await openStoredNotes(directory, { schema });
    await first.bulkWrite([row(withFiles(note("a"), { "x.txt": file("päck\0chen") }))], "test");
    await first.close();

    const second = await openStoredNotes(directory, { schema });
    const blob = await second.getAttachmentData("a", "x.txt", "digest of päck\0chen");
    expect(await blob.text()).toBe("päck\0chen");
    expect(blob.type).toBe("text/plain");
  });

  it("are described in documents and events without their data", async () => {
    const notes = await openStoredNotes(temporaryDirectory(), { schema });
    const bulks = eventsOf(notes);
    await notes.bulkWrite([row(withFiles(note("a"), { "x.txt": file("abc") }))], "test");
    const description = { "x.txt": { digest: "digest of abc", length: 3, type: "text/plain" } };
    expect((await notes.findDocumentsById(["a"], false))[0]?._attachments).toEqual(description);
    expect(bulks[0]?.events[0]?.documentData).toMatchObject({ _attachments: description });
  });

  it("stay when a document keeps their stubs, change with a new digest, and go when left out", async () => {
    const notes = await openStoredNotes(temporaryDirectory(), { schema });
    await notes.bulkWrite([row(withFiles(note("a"), { keep: file("1"), change: file("2"), drop: file("3") }))], "test");
    const [before] = await notes.findDocumentsById(["a"], false);
    const { keep } = before!._attachments;
    const after = { ...note("a", {}, before), _attachments: { keep: keep!, change: file("22") } };
    expect((await notes.bulkWrite([row(after, before)], "test")).error).toEqual([]);

    expect(await (await notes.getAttachmentData("a", "keep", "digest of 1")).text()).toBe("1");
    expect(await (await notes.getAttachmentData("a", "change", "digest of 22")).text()).toBe("22");
    await expect(notes.getAttachmentData("a", "change", "digest of 2")).rejects.toMatchObject({
      code: "attachment-missing",
    });
    await expect(notes.getAttachmentData("a", "drop", "digest of 3")).rejects.toMatchObject({
      code: "attachment-missing",
    });
  });

  it("go with their document", async () => {
    const notes = await openStoredNotes(temporaryDirectory(), { schema });
    await notes.bulkWrite([row(withFiles(note("a"), { x: file("1") }))], "test");
    const [before] = await notes.findDocumentsById(["a"], false);
    await notes.bulkWrite([row(note("a", { _deleted: true }, before), before)], "test");
    await expect(notes.getAttachmentData("a", "x", "digest of 1")).rejects.toMatchObject({
      code: "attachment-missing",
    });
  });

  it("refuse a document whose attachment has no data, and announce nothing of it", async () => {
    const notes = await openStoredNotes(temporaryDirectory(), { schema });
    const bulks = eventsOf(notes);
    const { data: _, ...stub } = file("2");
    const incomplete = { ...note("a"), _attachments: { full: file("1"), empty: stub } };
    const { error } = await notes.bulkWrite([row(incomplete), row(note("b"))], "test");
    expect(error).toMatchObject([{ status: 510, documentId: "a", attachmentId: "empty" }]);
    expect(bulks.flatMap((bulk) => bulk.events.map((event) => event.documentId))).toEqual(["b"]);
    expect(await notes.findDocumentsById(["a"], true)).toEqual([]);
    await expect(notes.getAttachmentData("a", "full", "digest of 1")).rejects.toMatchObject({
      code: "attachment-missing",
    });
  });
});
