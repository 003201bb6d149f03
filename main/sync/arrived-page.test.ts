import { describe, expect, it } from "vitest";

import type { Checkpoint, LooseLivePage } from "@countersign/shared/contract/protocol.ts";

import { ArrivedPage } from "./arrived-page.ts";

const at = (sequence: number, documentId = "b"): Checkpoint => ({ epoch: "one", sequence, documentId });
const page = (from: number, to: number): LooseLivePage => ({
  collection: "orders",
  after: { sequence: from, documentId: from === 0 ? "" : "b" },
  rows: [],
  checkpoint: at(to),
});
const takenAt = (arrived: LooseLivePage, position: Checkpoint | undefined): boolean => {
  const kept = new ArrivedPage();
  kept.keep(arrived);
  return kept.take(position) === arrived;
};

describe("a page that came with an event", () => {
  it("answers the pull of a device that lacks nothing before it", () => {
    expect([takenAt(page(3, 7), at(3)), takenAt(page(3, 7), at(5)), takenAt(page(0, 7), undefined)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("is of no use to a device that lacks, or may lack, something before it, or already has it", () => {
    const positions = [undefined, at(2), at(3, "a"), at(3, "c"), at(7), at(8), { ...at(5), epoch: "two" }];
    expect(positions.map((position) => takenAt(page(3, 7), position))).toEqual(positions.map(() => false));
  });

  it("is given once, and never when another event came without one", () => {
    const kept = new ArrivedPage();
    kept.keep(page(3, 7));
    kept.take(at(2));
    expect(kept.take(at(3))).toBeUndefined();
    kept.keep(page(3, 7));
    kept.keep(undefined);
    expect(kept.take(at(3))).toBeUndefined();
  });
});
