import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mergedWindow } from "./merged-window.ts";

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 40 });

describe("a window of a stored list with changes on top", () => {
  it("is the same as the window of the whole changed list", async () => {
    await fc.assert(
      fc.asyncProperty(
        keys,
        keys,
        fc.array(fc.nat(40)),
        fc.nat(45),
        fc.nat(10),
        async (all, more, picks, start, count) => {
          const stored = all.toSorted((left, right) => (left < right ? -1 : 1)).map((key) => ({ key }));
          const removed = [...new Set(picks.map((pick) => stored[pick]?.key).filter((key) => key !== undefined))];
          const added = more.filter((key) => !all.includes(key) || removed.includes(key)).map((key) => ({ key }));

          const left = stored.filter(({ key }) => !removed.includes(key));
          const expected = [...left, ...added].toSorted((left, right) => (left.key < right.key ? -1 : 1));
          const seen = await mergedWindow({
            window: { start, count },
            storedTotal: left.length,
            added,
            read: (skip, limit) => Promise.resolve(left.slice(skip, skip + limit)),
          });
          expect(seen).toEqual({ total: expected.length, rows: expected.slice(start, start + count) });
        },
      ),
    );
  });

  it("reads no more rows than it may need", async () => {
    const reads: (readonly [skip: number, limit: number])[] = [];
    const read = (skip: number, limit: number) => {
      reads.push([skip, limit]);
      return Promise.resolve([]);
    };
    const added = ["b", "c"].map((key) => ({ key }));
    for (const start of [0, 1, 10]) await mergedWindow({ window: { start, count: 5 }, storedTotal: 40, added, read });
    expect(reads).toEqual([
      [0, 5],
      [0, 6],
      [8, 7],
    ]);
  });
});
