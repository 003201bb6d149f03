import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { TimeSlice } from "./time-slices.ts";

it("lets one of several pieces of long work go on in a turn, each in its turn", async () => {
  const steps: string[] = [];
  const work = async (name: string): Promise<void> => {
    const slice = new TimeSlice();
    for (let step = 0; step < 3; step++) {
      await slice.pause();
      steps.push(name);
    }
  };
  const working = Promise.all([work("search"), work("sync"), work("view")]);
  for (let made = 0; made < 9; made++) {
    expect(steps).toHaveLength(made);
    await turn();
  }
  await working;
  expect(steps).toEqual(["search", "sync", "view", "search", "sync", "view", "search", "sync", "view"]);
});
