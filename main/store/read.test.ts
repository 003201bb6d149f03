import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { countDocuments, readByIds, readDocuments } from "./read.ts";
import type { SqliteInternals } from "./storage/index.ts";

const many = 3_000;
const { id: orderId, number: orderNumber, customer, totals } = orderNumbered(1);

const entry = (index: number): HistoryEntry =>
  historyEntrySchema.parse({
    id: `0198f7a0-0000-7000-8000-${String(index).padStart(12, "0")}`,
    orderId,
    orderNumber,
    customer,
    amount: totals.gross,
    action: "approved",
    stageRole: "approver",
    person: referenceTo(ada),
    deviceId: "device",
    madeAt: minute(index),
    receivedAt: minute(index),
    orderStatus: "approved",
  });

const searched = { "content.orderNumber": { $regex: "SO-" } };

describe("reading for the screens", { timeout: 60_000 }, () => {
  let bench: Workbench;
  const history = () => bench.store.collections.history;
  const stored = (index: number) => bench.store.stored("history", entry(index));

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await history().bulkInsert(Array.from({ length: many }, (_, index) => stored(index)));
  });
  afterEach(() => bench.close());

  it("returns documents as they were stored, in the requested order", async () => {
    const query = { selector: {}, sort: [{ receivedAt: "desc" as const }], limit: 2 };
    expect(await readDocuments(history(), query)).toEqual([stored(many - 1), stored(many - 2)]);
    expect(await readByIds(history(), [entry(7).id, "unknown"])).toEqual([stored(7)]);
    expect(await countDocuments(history(), searched)).toBe(many);
  });

  it("D02 keeps a decision during a search, which does not start again", async () => {
    const { content } = (history().internalStorageInstance.internals as SqliteInternals).file;
    const decode = vi.spyOn(content, "decode");
    let hasEnded = false;
    const searching = readDocuments(history(), { selector: searched }).finally(() => (hasEnded = true));
    await history().insert(stored(many));
    expect(hasEnded).toBe(false);
    expect(await searching).toHaveLength(many);
    expect(decode.mock.calls.length).toBeLessThan(2 * many);
  });

  it("D06 stops reading when the search is aborted", async () => {
    const { content } = (history().internalStorageInstance.internals as SqliteInternals).file;
    const decode = vi.spyOn(content, "decode");
    const typing = new AbortController();
    const searching = countDocuments(history(), searched, typing.signal);
    typing.abort();
    await expect(searching).rejects.toBe(typing.signal.reason);
    expect(decode.mock.calls.length).toBeLessThan(many);
  });
});
