/** A piece of a part. A finished chunk is not repeated after a run was stopped. */
export interface Chunk {
  readonly name: string;
  /** What Node runs. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A file of random tests: a failing seed is taken from its report. */
  readonly randomTests?: string;
}

export interface LongPart {
  readonly name: string;
  readonly does: string;
  /** The files that it tests: a change to them makes it outdated. */
  readonly paths: readonly string[];
  /** Measured on two cores that do nothing else. */
  readonly minutes: number;
  /** Chunks run two at a time; alone where speed is measured, or where one uses both cores. */
  readonly isAlone?: true;
  /** All their randomness follows from the seed. */
  chunks(seed: number): readonly Chunk[];
}
