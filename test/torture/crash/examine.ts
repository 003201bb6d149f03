import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";

import { Finding } from "#test/torture/torture.ts";

import type { EntryInstance } from "./entries.ts";
import { databaseName } from "./entries.ts";
import type { Entry } from "./script.ts";
import { stateAfter, statesWithin } from "./script.ts";

/** @throws Finding when SQLite's own check finds anything. */
export const mustBeSound = (directory: string): void => {
  const database = new DatabaseSync(join(directory, `${databaseName}.sqlite`));
  const found = database.prepare("PRAGMA integrity_check").all();
  database.close();
  if (
    !isDeepStrictEqual(
      found.map((row) => ({ ...row })),
      [{ integrity_check: "ok" }],
    )
  )
    throw new Finding(`the file is not sound: ${JSON.stringify(found)}`);
};

/** Everything in the collection, and the order in which it was written. */
const readEntries = async (instance: EntryInstance): Promise<Map<string, Entry>> => {
  const { documents } = await instance.getChangedDocumentsSince!(1_000_000);
  const state = new Map<string, Entry>();
  for (const { id, write, title, filler, _deleted } of documents)
    if (!_deleted) state.set(id, { id, write, title, filler });
  return state;
};

const isIn = (found: ReadonlyMap<string, Entry>, state: ReadonlyMap<string, Entry>): boolean =>
  isDeepStrictEqual(found, sortedLike(found, state));

const somethingElse = (found: ReadonlyMap<string, Entry>, seed: number, acknowledged: number): Finding => {
  const expected = stateAfter(seed, acknowledged);
  const lost = [...expected.keys()].filter((id) => !found.has(id));
  return new Finding(
    `after ${acknowledged} acknowledged writes the collection holds something else: ` +
      `${found.size} entries instead of ${expected.size}, ${lost.length} missing`,
  );
};

/**
 * How many writes of the script are in the collection: all acknowledged ones, and at most one more that was on its way.
 * @throws Finding when it holds anything else, such as a part of a write.
 */
export const writesIn = async (instance: EntryInstance, seed: number, acknowledged: number): Promise<number> => {
  const found = await readEntries(instance);
  const count = [acknowledged, acknowledged + 1].find((number) => isIn(found, stateAfter(seed, number)));
  if (count === undefined) throw somethingElse(found, seed, acknowledged);
  return count;
};

/**
 * As {@link writesIn}, where a write may be in parts: how many are whole. Of one more, the beginning may be there.
 * @throws Finding when it holds anything else, such as the end of a write without its beginning.
 */
export const wholeWritesIn = async (instance: EntryInstance, seed: number, acknowledged: number): Promise<number> => {
  const found = await readEntries(instance);
  const states = statesWithin(seed, acknowledged);
  const done = states.findIndex((state) => isIn(found, state));
  if (done === -1) throw somethingElse(found, seed, acknowledged);
  return done === states.length - 1 ? acknowledged + 1 : acknowledged;
};

/** A deep comparison includes the order of a map, which must not matter here. */
const sortedLike = (model: ReadonlyMap<string, Entry>, state: ReadonlyMap<string, Entry>): Map<string, Entry> => {
  const known = [...model.keys()].flatMap((id) => {
    const entry = state.get(id);
    return entry === undefined ? [] : [[id, entry] as const];
  });
  const others = [...state].filter(([id]) => !model.has(id));
  return new Map([...known, ...others]);
};
