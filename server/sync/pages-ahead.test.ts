import { describe, expect, it } from "vitest";

import { personIdSchema } from "#shared/domain/ids.ts";

import type { LogRow } from "./change-log.ts";
import type { AskedPage } from "./pages-ahead.ts";
import { PagesAhead } from "./pages-ahead.ts";

const personId = personIdSchema.parse("reader");
const page = (sequence: number, limit = 2): AskedPage => ({
  personId,
  collection: "orders",
  after: { sequence, documentId: "" },
  limit,
});
const positionOf = ({ after }: AskedPage): number => after.sequence;

/** A log of one document at each number, that tells what was read from it. */
const logAt = (counter: { now: number }, isBroken = false) => {
  const reads: number[] = [];
  const read = (_person: unknown, _collection: unknown, after: { sequence: number }, limit: number) => {
    reads.push(after.sequence);
    if (isBroken && reads.length > 1) return Promise.reject(new Error("broken"));
    const rows = Array.from({ length: limit }, (_, index): LogRow => {
      const sequence = after.sequence + index + 1;
      return { sequence, documentId: "", document: `as of ${counter.now}`, asOf: counter.now };
    });
    return Promise.resolve(rows);
  };
  return { reads, pages: new PagesAhead({ read }) };
};

describe("pages that are read ahead", () => {
  it("are given when nothing was committed since", async () => {
    const { reads, pages } = logAt({ now: 7 });
    const first = await pages.read(page(0), 7);
    expect(reads).toEqual([0, positionOf(page(2))]);
    const second = await pages.read({ ...page(2) }, 7);
    expect([...first, ...second].map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(reads).toEqual([0, 2, 4]);
  });

  it("A76 are read anew after any commit, whatever it changed", async () => {
    const counter = { now: 7 };
    const { reads, pages } = logAt(counter);
    await pages.read(page(0), 7);
    counter.now = 8;
    const [row] = await pages.read(page(2), 8);
    expect(row).toMatchObject({ document: "as of 8" });
    expect(reads).toEqual([0, 2, 2, 4]);
  });

  it("are given to nobody but who read the page before, and once", async () => {
    const { reads, pages } = logAt({ now: 7 });
    await pages.read(page(0), 7);
    await pages.read({ ...page(2), personId: personIdSchema.parse("another") }, 7);
    await pages.read(page(2), undefined);
    expect(reads.filter((position) => position === 2)).toEqual([2, 2, 2]);
  });

  it("are few, and not the largest", async () => {
    const { reads, pages } = logAt({ now: 7 });
    await pages.read(page(0, 5_000), 7);
    expect(reads).toEqual([0]);
    for (let device = 1; device <= 10; device += 1) await pages.read(page(device * 10_000), 7);
    expect(reads).toHaveLength(1 + 10 + 4);
  });

  it("that could not be read are read anew, and that failure is told", async () => {
    const { pages } = logAt({ now: 7 }, true);
    await pages.read(page(0), 7);
    await expect(pages.read(page(2), 7)).rejects.toThrow("broken");
  });
});
