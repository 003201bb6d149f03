import type { BenchCase } from "#test/bench/measurement.ts";

import { kept } from "./kept.ts";
import { overlay } from "./overlay.ts";

const orders = 30_000;

const inFull = (full: number): number => full;

export const cases: readonly BenchCase[] = [
  { name: "app.overlay", run: (scale = inFull) => overlay(scale) },
  { name: "app.kept", run: (scale = inFull) => kept(scale(orders)) },
];
