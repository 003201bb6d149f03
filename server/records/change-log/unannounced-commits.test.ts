import { describe, expect, it } from "vitest";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import type { Commit } from "./change-log.ts";
import { UnannouncedCommits } from "./unannounced-commits.ts";

const commit = (tenantId: string, sequence: number, collection: CollectionName = "orders"): Commit => ({
  tenantId,
  sequence,
  changed: new Map([[personIdSchema.parse(`of ${tenantId}`), new Set([collection])]]),
});

describe("what the other nodes were not told of", () => {
  it("is announced as one commit per tenant, with that tenant's own number", () => {
    const untold = new UnannouncedCommits();
    untold.keep(commit("one", 101), commit("two", 5_000), commit("one", 102, "history"));
    const [one, two, ...more] = untold.take();
    expect([one?.sequence, two?.sequence, more]).toEqual([102, 5_000, []]);
    expect([...(one?.changed ?? [])]).toEqual([["of one", new Set(["orders", "history"])]]);
    expect(untold.take()).toEqual([]);
  });

  it("does not grow over time, and loses nothing", () => {
    const untold = new UnannouncedCommits();
    for (let sequence = 1; sequence <= 1_000; sequence += 1)
      untold.keep(commit("one", sequence), commit("two", sequence * 2));
    expect(untold.take().map(({ tenantId, sequence }) => [tenantId, sequence])).toEqual([
      ["one", 1_000],
      ["two", 2_000],
    ]);
  });
});
