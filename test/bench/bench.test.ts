import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { finished } from "@countersign/server/testing/finished.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { allCases } from "./areas.ts";
import type { Measurement } from "./measurement.ts";
import { runCase } from "./run-case.ts";

const minutes = 60_000;

const cases = await allCases();

const bench = (...args: readonly string[]) =>
  finished(process.execPath, [join(import.meta.dirname, "main.ts"), ...args]);

/** Measures at a hundredth of the size, to see that everything works. */
describe("the benchmarks", { timeout: 5 * minutes }, () => {
  it.each(cases)("$name ends with figures", async (found) => {
    const measurements: Measurement[] = [];
    const settings = { part: 0.01, limit: 4 * minutes, stop: new AbortController().signal };
    const failure = await runCase(found, settings, (measurement) => measurements.push(measurement));
    expect(failure).toBeUndefined();
    expect(measurements).not.toEqual([]);
    expect(measurements.filter(({ ratio }) => !Number.isFinite(ratio))).toEqual([]);
  });
});

describe("npm run bench", { timeout: minutes }, () => {
  it("measures the named cases and keeps the figures", async () => {
    await using folder = await temporaryFolder();
    const json = join(folder.path, "figures.json");
    const { code, out, err } = await bench("engine.fold", "--scale", "0.01", "--json", json);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const figures = JSON.parse(await readFile(json, "utf8")) as Measurement[];
    expect(new Set(figures.map(({ name }) => name))).toEqual(new Set(["engine.fold"]));
    expect(out).toContain("engine.fold");
  });

  it("lists the existing cases if an unknown one is named", async () => {
    const { code, err } = await bench("engine.guess");
    expect(code).toBe(1);
    expect(err).toContain("There is no benchmark engine.guess, only ");
    expect(err).toContain("engine.plan, engine.fold,");
  });

  it("accepts only a part of the full measurement as its scale", async () => {
    const { code, err } = await bench("engine.fold", "--scale", "2");
    expect(code).toBe(1);
    expect(err).toContain("--scale is more than 0 and at most 1.");
  });
});
