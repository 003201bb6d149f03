import type { Chunk, LongPart } from "./chunk.ts";

/** The progress of a part. Each of its chunks was green at this commit, or at one where the part's files were the same. */
export interface Progress {
  readonly commit: string;
  readonly seed: number;
  /** The names of the chunks that were green. */
  readonly done: readonly string[];
  readonly seconds: number;
}

/** When a part was last green as a whole. */
export interface GreenRun {
  readonly commit: string;
  readonly seed: number;
  readonly minutes: number;
  /** The day, in UTC. */
  readonly on: string;
}

/** Whether the part's files have changed since a commit. */
export type HasChanged = (part: LongPart, since: string) => boolean;

/** Where a part continues: where it stopped, or at the beginning if its files have changed since. */
export const resumed = (
  part: LongPart,
  kept: Progress | undefined,
  now: { readonly commit: string; readonly seed: number; readonly hasChanged: HasChanged },
): Progress =>
  kept === undefined || now.hasChanged(part, kept.commit)
    ? { commit: now.commit, seed: now.seed, done: [], seconds: 0 }
    : kept;

export const chunksLeft = (part: LongPart, { seed, done }: Progress): Chunk[] =>
  part.chunks(seed).filter(({ name }) => !done.includes(name));

export const withDone = (progress: Progress, chunk: Chunk, seconds: number): Progress => ({
  ...progress,
  done: [...progress.done, chunk.name],
  seconds: progress.seconds + seconds,
});

export const greenRun = ({ commit, seed, seconds }: Progress, on: Date): GreenRun => ({
  commit,
  seed,
  minutes: Math.ceil(seconds / 60),
  on: on.toISOString().slice(0, 10),
});

/** Green for the current files, green for earlier files, or never. */
export type PartState = "green" | "old" | "never";

export const stateOf = (part: LongPart, green: GreenRun | undefined, hasChanged: HasChanged): PartState => {
  if (green === undefined) return "never";
  return hasChanged(part, green.commit) ? "old" : "green";
};

/** How long a part takes: as long as last time, or the expected time. */
export const minutesOf = (part: LongPart, green: GreenRun | undefined): number => green?.minutes ?? part.minutes;

/** A line of `--list`. */
export const partLine = (
  part: LongPart,
  { green, state, progress }: { readonly green?: GreenRun; readonly state: PartState; readonly progress?: Progress },
): string => {
  const words: Record<PartState, string> = {
    never: "never green",
    green: `green at ${green?.commit.slice(0, 8)}, nothing of it changed since`,
    old: `green at ${green?.commit.slice(0, 8)}, changed since`,
  };
  const underway =
    progress === undefined ? "" : `; stopped after ${progress.done.length} of ${part.chunks(progress.seed).length}`;
  return `${part.name.padEnd(18)} ${String(minutesOf(part, green)).padStart(4)} min   ${words[state]}${underway}`;
};
