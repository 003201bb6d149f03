import type { BenchCase } from "#test/bench/measurement.ts";

import { kept } from "./kept.ts";
import { overlay } from "./overlay.ts";

const orders = 30_000;

export const cases: readonly BenchCase[] = [
  { name: "app.overlay", run: (scale) => overlay(scale) },
  { name: "app.kept", run: (scale) => kept(scale(orders)) },
];
