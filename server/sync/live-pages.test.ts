import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import type { LogRow, News } from "./change-log.ts";
import type { AskedNews } from "./live-pages.ts";
import { LivePages } from "./live-pages.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const asked: AskedNews = { personId: idOf("amy"), epoch: "e", collections: ["orders"], since: 4, until: 5 };
const row = (size: number): LogRow => ({
  sequence: 5,
  documentId: "order",
  document: JSON.stringify({ id: "order", note: "x".repeat(size) }),
  asOf: 5,
});
const news = (...sizes: number[]): News => ({
  collection: "orders",
  after: { sequence: 3, documentId: "before" },
  rows: sizes.map(row),
});

/** Pages of a log that gives this, when the test lets it. */
const pagesOver = (...given: News[]) => {
  const reads: (() => void)[] = [];
  const { db } = server.services;
  const pages = new LivePages(db, {
    news: async (_asked, afterwards) => {
      await new Promise<void>((resolve) => reads.push(resolve));
      return { news: given, afterwards: (await db.executeQuery(afterwards)).rows };
    },
  });
  const letRead = (): void => reads.splice(0).forEach((resolve) => resolve());
  return { pages, reads, letRead };
};

describe("pages for events", () => {
  it("go from the position before to the last row", async () => {
    const { pages, letRead } = pagesOver(news(10));
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

  it("are read once for all devices of a person that are told the same, and anew for what is told later", async () => {
    const { pages, reads, letRead } = pagesOver(news(10));
    const readings = [pages.since(asked), pages.since(asked), pages.since({ ...asked, until: 6 })];
    expect(reads).toHaveLength(2);
    letRead();
    expect((await Promise.all(readings)).map((read) => read?.length)).toEqual([1, 1, 1]);
    const again = pages.since(asked);
    expect(reads).toHaveLength(1);
    letRead();
    await again;
  });

  it("are left out while many are being read, when they are large, and when there may be more", async () => {
    const { pages, letRead } = pagesOver(news(40_000), news(40_000), news(...Array<number>(20).fill(1)), news());
    const readings = [5, 6, 7, 8].map((until) => pages.since({ ...asked, until }));
    expect(await pages.since({ ...asked, until: 9 })).toEqual([]);
    letRead();
    expect((await Promise.all(readings)).map((read) => read?.length)).toEqual([1, 1, 1, 1]);
  });

  it("are nobody's who has no access", async () => {
    const { pages, letRead } = pagesOver(news(10));
    const reading = pages.since({ ...asked, personId: "nobody" as AskedNews["personId"] });
    letRead();
    expect(await reading).toBeUndefined();
  });
});
