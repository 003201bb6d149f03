import type { Chunk, LongPart } from "./chunk.ts";

/** How far a part has come. Each of its chunks was green at this commit, or at one that differs from it in nothing the part is about. */
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

/** Whether anything of the part changed since a commit. */
export type HasChanged = (part: LongPart, since: string) => boolean;

/** Where a part goes on: where it stopped, unless it changed since, which makes what was done worthless. */
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

/** Green of what is there now, green of what was there before, or never. */
export type PartState = "green" | "old" | "never";

export const stateOf = (part: LongPart, green: GreenRun | undefined, hasChanged: HasChanged): PartState => {
  if (green === undefined) return "never";
  return hasChanged(part, green.commit) ? "old" : "green";
};

/** What a part takes: as long as the last time, else what is expected of it. */
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
