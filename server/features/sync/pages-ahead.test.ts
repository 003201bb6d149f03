import { describe, expect, it } from "vitest";

import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";

import type { LogRow } from "#server/records/change-log/change-log.ts";

import type { AskedPage } from "./page.ts";
import { PagesAhead } from "./pages-ahead.ts";

const reader = { id: personIdSchema.parse("reader"), organisationId: organisationIdSchema.parse("theirs") };
const page = (sequence: number, limit = 2): AskedPage => ({
  reader,
  epoch: "e",
  collection: "orders",
  after: { sequence, documentId: "" },
  limit,
});

interface TestLog {
  /** The tenant's sequence. */
  now: number;
  brokenFrom?: number;
  end?: number;
}

/** A log with one document for each sequence, which records what was read. */
const logAt = (log: TestLog) => {
  const reads: number[] = [];
  const pages = new PagesAhead({
    rows: ({ after: { sequence }, limit }) => {
      reads.push(sequence);
      if (reads.length > (log.brokenFrom ?? Infinity)) return Promise.reject(new Error("broken"));
      const size = Math.max(0, Math.min(limit, (log.end ?? Infinity) - sequence));
      const rows = Array.from({ length: size }, (_, index): LogRow => {
        const document = `as of ${log.now}`;
        return { sequence: sequence + index + 1, documentId: "", document, isReadable: true, asOf: log.now };
      });
      return Promise.resolve(rows);
    },
    make: ({ after }, rows) =>
      Promise.resolve({
        pieces: rows.map(({ sequence, document }) => `${sequence} ${document} ü€𝄞;`),
        size: rows.length,
        last: rows.at(-1) ?? after,
      }),
  });
  return { reads, pages };
};
const textOf = ({ bytes }: { readonly bytes: Buffer }): string => bytes.toString();
/** Waits until everything was read ahead. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("pages that are read ahead", () => {
  it("are used if nothing was committed since, and each is read once", async () => {
    const { reads, pages } = logAt({ now: 7, end: 9 });
    const texts: string[] = [];
    for (let sequence = 0; sequence < 9; sequence += 2) {
      texts.push(textOf(await pages.read(page(sequence), 7)));
      await settled();
    }
    expect(texts.join("")).toBe(Array.from({ length: 9 }, (_, index) => `${index + 1} as of 7 ü€𝄞;`).join(""));
    expect(reads).toEqual([0, 2, 4, 6, 8]);
  });

  it("are started while the one before is still being made", async () => {
    const { reads, pages } = logAt({ now: 7 });
    await pages.read(page(0), 7);
    await settled();
    expect(reads).toEqual([0, 2, 4]);
  });

  it("are made again after any commit, whatever it changed", async () => {
    const log = { now: 7 };
    const { pages } = logAt(log);
    await pages.read(page(0), 7);
    await settled();
    log.now = 8;
    expect(textOf(await pages.read(page(2), 8))).toBe("3 as of 8 ü€𝄞;4 as of 8 ü€𝄞;");
    expect(textOf(await pages.read(page(4), 8))).toBe("5 as of 8 ü€𝄞;6 as of 8 ü€𝄞;");
  });

  it("are given only to the reader of the page before, and once", async () => {
    const { reads, pages } = logAt({ now: 7 });
    await pages.read(page(0), 7);
    await pages.read({ ...page(2), reader: { ...reader, id: personIdSchema.parse("another") } }, 7);
    await pages.read({ ...page(2), epoch: "another" }, 7);
    await pages.read(page(2), undefined);
    expect(reads.filter((position) => position === 2)).toHaveLength(4);
  });

  it("are limited in number and size", async () => {
    const { reads, pages } = logAt({ now: 7 });
    await pages.read(page(0, 5_000), 7);
    await settled();
    expect(reads).toEqual([0]);
    for (let device = 1; device <= 10; device += 1) await pages.read(page(device * 10_000), 7);
    await settled();
    expect(reads).toHaveLength(1 + 10 + 8);
  });

  it("that could not be read are read again, and a second failure is reported", async () => {
    const { pages } = logAt({ now: 7, brokenFrom: 1 });
    await pages.read(page(0), 7);
    await settled();
    await expect(pages.read(page(2), 7)).rejects.toThrow("broken");
  });
});
