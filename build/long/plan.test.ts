import { describe, expect, it } from "vitest";

import type { Chunk, LongPart } from "./chunk.ts";
import { longParts } from "./parts.ts";
import type { Progress } from "./plan.ts";
import { chunksLeft, greenRun, partLine, resumed, stateOf, withDone } from "./plan.ts";

const part: LongPart = {
  name: "oracle",
  does: "traces",
  paths: ["server"],
  minutes: 40,
  chunks: (seed): Chunk[] => [1, 2, 3].map((number) => ({ name: `${number}`, command: [`${seed + number}`] })),
};
const never = () => false;
const always = () => true;
const stopped: Progress = { commit: "before", seed: 100, done: ["1"], seconds: 90 };

describe("a part of the long run", () => {
  it("begins at the current commit, with a seed from the date", () => {
    const begun = resumed(part, undefined, { commit: "now", seed: 7, hasChanged: never });
    expect(begun).toEqual({ commit: "now", seed: 7, done: [], seconds: 0 });
    expect(chunksLeft(part, begun)).toEqual(part.chunks(7));
  });

  it("continues where it was stopped, with the same seed, even at a later commit that did not change its files", () => {
    const again = resumed(part, stopped, { commit: "now", seed: 7, hasChanged: never });
    expect(again).toBe(stopped);
    expect(chunksLeft(part, again)).toEqual(part.chunks(100).slice(1));
  });

  it("starts again if its files have changed", () => {
    const anew = resumed(part, stopped, { commit: "now", seed: 7, hasChanged: always });
    expect(anew).toMatchObject({ commit: "now", seed: 7, done: [] });
  });

  it("is green once every chunk is, at the commit that it began with, and says how long that took", () => {
    const done = part
      .chunks(100)
      .slice(1)
      .reduce((so, chunk) => withDone(so, chunk, 60), stopped);
    expect(chunksLeft(part, done)).toEqual([]);
    const green = { commit: "before", seed: 100, minutes: 4, on: "2026-11-30" };
    expect(greenRun(done, new Date("2026-11-30T23:00:00Z"))).toEqual(green);
    expect(stateOf(part, green, never)).toBe("green");
    expect(stateOf(part, green, always)).toBe("old");
    expect(stateOf(part, undefined, always)).toBe("never");
  });

  it("shows in the list how long it takes, when it was green, and its progress", () => {
    const green = { commit: "0123456789", seed: 1, minutes: 52, on: "2026-11-30" };
    expect(partLine(part, { state: "never" })).toMatch(/^oracle +40 min +never green$/);
    expect(partLine(part, { green, state: "old", progress: stopped })).toMatch(
      /^oracle +52 min +green at 01234567, changed since; stopped after 1 of 3$/,
    );
  });
});

describe("the long run", async () => {
  const parts = await longParts();

  it("takes less than six hours", () => {
    expect(parts.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThan(6 * 60);
  });

  it.each(parts)("divides $name into independent chunks, the same for the same seed", (one) => {
    const chunks = one.chunks(5);
    expect(chunks.length).toBeGreaterThan(1);
    expect(new Set(chunks.map(({ name }) => name)).size).toBe(chunks.length);
    expect(one.chunks(5)).toEqual(chunks);
    // A stopped chunk is lost, so it must take no more than a few minutes.
    expect(one.minutes / chunks.length).toBeLessThan(6);
  });

  it("makes the promised number of runs, each with its own seed", () => {
    const seedsOf = (name: string, scenario = "") =>
      parts
        .find((one) => one.name === name)!
        .chunks(1_000)
        .filter(({ command }) => command[1]!.endsWith(scenario))
        .flatMap(({ command }) => {
          const after = (option: string) => Number(command[command.indexOf(option) + 1]);
          return Array.from({ length: after("--runs") }, (_, index) => after("--seed") + index);
        });
    for (const [seeds, count] of [
      [seedsOf("oracle"), 1_000],
      [seedsOf("fuzz"), 100],
      [seedsOf("partition"), 30],
      [seedsOf("crash", "killed-writer"), 200],
      [seedsOf("crash", "copied-file"), 200],
    ] as const)
      expect([seeds.length, new Set(seeds).size, Math.min(...seeds)]).toEqual([count, count, 1_000]);
  });
});
