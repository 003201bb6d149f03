import type { Random } from "@countersign/server/demo/random.ts";
import { seededRandom } from "@countersign/server/demo/random.ts";

/** A document of the script: its last write, and content that could be torn. */
export interface Entry {
  readonly id: string;
  readonly write: number;
  readonly title: string;
  readonly filler: string;
}

/** What one write does. Everything in it happens, or nothing. */
export interface Write {
  readonly put: readonly Entry[];
  readonly remove: readonly string[];
}

const ids = 400;
const mostPuts = 60;

const entryOf = (random: Random, write: number): Entry => {
  const filler = random.integer(10, 4_000);
  return {
    id: `entry-${random.integer(1, ids)}`,
    write,
    title: `title ${random.integer(1, 1_000)}`,
    filler: String(write).padStart(filler, "-"),
  };
};

/** The write with this number; the same seed and number always give the same. */
export const writeNumbered = (seed: number, number: number): Write => {
  const random = seededRandom(seed, number);
  const count = random.chance(0.5) ? 1 : random.integer(2, mostPuts);
  const put = new Map(
    Array.from({ length: count }, () => entryOf(random, number)).map((entry) => [entry.id, entry] as const),
  );
  const remove = Array.from(
    { length: random.chance(0.3) ? random.integer(1, 20) : 0 },
    () => `entry-${random.integer(1, ids)}`,
  ).filter((id) => !put.has(id));
  return { put: [...put.values()], remove: [...new Set(remove)] };
};

type State = Map<string, Entry>;

const apply = (state: State, { put, remove }: Write): State => {
  for (const entry of put) state.set(entry.id, entry);
  for (const id of remove) state.delete(id);
  return state;
};

/** The documents after the first `count` writes, by id. */
export const stateAfter = (seed: number, count: number): State => {
  const state: State = new Map();
  for (let number = 0; number < count; number += 1) apply(state, writeNumbered(seed, number));
  return state;
};

/** The documents after the first `count` writes and each beginning of the next one, none of it first and all of it last. */
export const statesWithin = (seed: number, count: number): State[] => {
  const { put, remove } = writeNumbered(seed, count);
  return Array.from({ length: put.length + remove.length + 1 }, (_, done) =>
    apply(stateAfter(seed, count), {
      put: put.slice(0, done),
      remove: remove.slice(0, Math.max(0, done - put.length)),
    }),
  );
};
