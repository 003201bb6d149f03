import type { Scale } from "./scale.ts";

/** One line of the benchmark: ours and a named peer, measured in the same run. */
export interface Measurement {
  /** `area.figure`. */
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly unit: string;
  /** How many times better ours is, whatever the unit; above 1, ours is ahead. */
  readonly ratio: number;
}

/** Measurements that share their preparation, returned one by one as they are made. */
export interface BenchCase {
  /** `area.case`: it can be run alone by this name. */
  readonly name: string;
  run(scale: Scale): AsyncIterable<Measurement>;
}

type Pair = Omit<Measurement, "ratio">;

/** For figures of which more is better, such as documents per second. */
export const moreIsBetter = (pair: Pair): Measurement => ({ ...pair, ratio: pair.ours / pair.peer });

/** For figures of which less is better, such as milliseconds. */
export const lessIsBetter = (pair: Pair): Measurement => ({ ...pair, ratio: pair.peer / pair.ours });
