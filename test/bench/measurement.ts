import type { Scale } from "./scale.ts";

/** One line of the benchmark: ours beside a named peer, measured in the same run. */
export interface Measurement {
  /** `area.figure`. */
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly unit: string;
  /** How many times better ours is, whatever the unit; above 1 ours is ahead. */
  readonly ratio: number;
}

/** Measurements that share their preparation; they are given one by one as they are made. */
export interface BenchCase {
  /** `area.case`: what a person may ask for alone. */
  readonly name: string;
  run(scale: Scale): AsyncIterable<Measurement>;
}

type Pair = Omit<Measurement, "ratio">;

/** Where more is better: documents per second. */
export const moreIsBetter = (pair: Pair): Measurement => ({ ...pair, ratio: pair.ours / pair.peer });

/** Where less is better: milliseconds. */
export const lessIsBetter = (pair: Pair): Measurement => ({ ...pair, ratio: pair.peer / pair.ours });
