import type { RxStorageInstanceReplicationState } from "rxdb";
import { describe, expect, it } from "vitest";

import { reportUnkeptPositions } from "./kept-positions.ts";

describe("the positions of a replication", () => {
  /** The part of RxDB's state that chains the writes of positions. */
  const chained = () => {
    const failures: unknown[] = [];
    const state = { checkpointQueue: Promise.resolve() as Promise<unknown> };
    reportUnkeptPositions(state as RxStorageInstanceReplicationState<object>, (error) => failures.push(error));
    return { state, failures };
  };

  it("are written one after the other as before", async () => {
    const { state, failures } = chained();
    const written: number[] = [];
    for (const number of [1, 2, 3]) state.checkpointQueue = state.checkpointQueue.then(() => written.push(number));
    await state.checkpointQueue;
    expect([written, failures]).toEqual([[1, 2, 3], []]);
  });

  it("are written after one that could not be, which is reported", async () => {
    const { state, failures } = chained();
    const full = new Error("The disk is full");
    const written: number[] = [];
    state.checkpointQueue = state.checkpointQueue.then(() => Promise.reject(full));
    state.checkpointQueue = state.checkpointQueue.then(() => written.push(2));
    await state.checkpointQueue;
    expect([written, failures]).toEqual([[2], [full]]);
  });
});
