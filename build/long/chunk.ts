/** A piece of a part: what is done of it need not be done again when a run was stopped. */
export interface Chunk {
  readonly name: string;
  /** What Node runs. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A file of random tests: a seed that fails in it is written down from its report. */
  readonly randomTests?: string;
}

export interface LongPart {
  readonly name: string;
  readonly does: string;
  /** What it is about: a change here makes it old. */
  readonly paths: readonly string[];
  /** On two cores that do nothing else. */
  readonly minutes: number;
  /** Everything random in them follows from the seed. */
  chunks(seed: number): readonly Chunk[];
}
