import { describe, expect, it } from "vitest";

import { openDatabase } from "#server/foundation/db/database.ts";
import { createLog } from "#server/foundation/log/log.ts";
import type { ChangeLog, CollectionNews, LogRow } from "#server/records/change-log/change-log.ts";
import { idOf } from "#server/testing/network.ts";

import type { AskedNews } from "./live-pages.ts";
import { LivePages } from "./live-pages.ts";

const log = createLog("silent");
const asked: AskedNews = { personId: idOf("amy"), epoch: "e", collections: ["orders"], since: 4, until: 5 };
const reader = { id: idOf("amy"), organisationId: "bakery", isActive: true };

const row = (size: number): LogRow => ({
  sequence: 5,
  documentId: "order",
  document: JSON.stringify({ id: "order", note: "x".repeat(size) }),
  isReadable: false,
  asOf: 5,
});
const news = (...sizes: number[]): CollectionNews => ({
  collection: "orders",
  after: { sequence: 3, documentId: "before" },
  rows: sizes.map(row),
});

type Answer = Awaited<ReturnType<ChangeLog["news"]>>;

/** Pages of a log that returns these changes when the test lets it, without a database. */
const pagesOver = (given: readonly CollectionNews[], readers: readonly (typeof reader)[] = [reader]) => {
  const reads: PromiseWithResolvers<Answer>[] = [];
  const read = () => {
    const answer = Promise.withResolvers<Answer>();
    reads.push(answer);
    return answer.promise;
  };
  const changeLog = { news: read as ChangeLog["news"] };
  const pages = new LivePages({ db: openDatabase("postgres://nowhere.example", log), changeLog, log });
  const letRead = (): void => {
    for (const { resolve } of reads.splice(0)) resolve({ news: given, afterwards: readers });
  };
  return { pages, reads, letRead };
};

describe("pages for events", () => {
  it("reach from the position before to the last row", async () => {
    const { pages, letRead } = pagesOver([news(10)]);
    const reading = pages.since(asked);
    letRead();
    const [page] = (await reading) ?? [];
    expect(JSON.parse(page ?? "")).toEqual({
      collection: "orders",
      after: { sequence: 3, documentId: "before" },
      rows: [{ deleted: false, document: { id: "order", note: "x".repeat(10) } }],
      checkpoint: { epoch: "e", sequence: 5, documentId: "order" },
    });
  });

  it("are read once for all devices of a person with the same news, and again for later news", async () => {
    const { pages, reads, letRead } = pagesOver([news(10)]);
    const readings = [pages.since(asked), pages.since(asked), pages.since({ ...asked, until: 6 })];
    expect(reads).toHaveLength(2);
    letRead();
    expect((await Promise.all(readings)).map((read) => read?.length)).toEqual([1, 1, 1]);
    const again = pages.since(asked);
    expect(reads).toHaveLength(1);
    letRead();
    await again;
  });

  it("are left out while many are being read, if they are large, and if there may be more", async () => {
    const large = news(20_000);
    const { pages, letRead } = pagesOver([
      large,
      news(10_000),
      news(10_000),
      news(...Array<number>(20).fill(1)),
      news(),
    ]);
    const readings = [5, 6, 7, 8].map((until) => pages.since({ ...asked, until }));
    expect(await pages.since({ ...asked, until: 9 })).toEqual([]);
    letRead();
    expect((await Promise.all(readings)).map((read) => read?.length)).toEqual([1, 1, 1, 1]);
  });

  it("are not waited for long, and hanging ones count against the limit of reads", async () => {
    const { pages, reads, letRead } = pagesOver([news(10)]);
    const readings = [5, 6, 7, 8].map((until) => pages.since({ ...asked, until }));
    expect(await Promise.all(readings)).toEqual([[], [], [], []]);
    expect(await pages.since({ ...asked, until: 9 })).toEqual([]);
    expect(reads).toHaveLength(4);
    letRead();
    await new Promise((resolve) => setImmediate(resolve));
    const next = pages.since({ ...asked, until: 9 });
    letRead();
    expect(await next).toHaveLength(1);
  });

  it("that could not be read are left out", async () => {
    const { pages, reads } = pagesOver([news(10)]);
    const reading = pages.since(asked);
    reads[0]?.reject(new Error("broken"));
    expect(await reading).toEqual([]);
  });

  it("are not read for somebody without access", async () => {
    for (const readers of [[], [{ ...reader, isActive: false }]]) {
      const { pages, letRead } = pagesOver([news(10)], readers);
      const reading = pages.since(asked);
      letRead();
      expect(await reading).toBeUndefined();
    }
  });
});
