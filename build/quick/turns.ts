import { dirname } from "node:path/posix";

/** Run whatever changed: the laws of the engine, a device against a server double, the views for the screens. */
export const core: readonly string[] = [
  "shared/engine/life.properties.test.ts",
  "main/sync/replication.test.ts",
  "main/views/views.test.ts",
];

const isBelow = (file: string, folder: string): boolean => file.startsWith(`${folder}/`);

/** 0: changed itself; 1: beside a change; 2: the core; 3: in the same room; 4: elsewhere. */
const turnOf = (test: string, changed: readonly string[]): number => {
  if (changed.includes(test)) return 0;
  const folders = changed.map((file) => dirname(file));
  if (folders.includes(dirname(test))) return 1;
  if (core.includes(test)) return 2;
  const rooms = folders.map((folder) => folder.split("/").slice(0, 2).join("/"));
  return rooms.some((room) => isBelow(test, room)) ? 3 : 4;
};

/** A test that starts databases, servers or other programs takes as long as a dozen others. */
export const startsPrograms = (source: string): boolean =>
  /\bawait start[A-Z]\w*\(|\.open\(\)|spawn|execFile/.test(source);

/**
 * The tests, nearest to the change first, and the fast ones first among equally near ones: there may not be time for all.
 * `isSlow` says which of them start programs.
 */
export const nearestFirst = (
  tests: readonly string[],
  changed: readonly string[],
  isSlow: (test: string) => boolean,
): string[] => {
  const places = tests.map((test) => ({ test, turn: turnOf(test, changed), slow: Number(isSlow(test)) }));
  return places
    .toSorted((one, other) => one.turn - other.turn || one.slow - other.slow || (one.test < other.test ? -1 : 1))
    .map(({ test }) => test);
};

/** The number of files by their first two folders, most first: `server/features 12, main/views 3`. */
export const byRoom = (files: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const file of files) {
    const room = dirname(file).split("/").slice(0, 2).join("/");
    counts.set(room, (counts.get(room) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([, left], [, right]) => right - left);
  return most.map(([room, count]) => `${room} ${count}`).join(", ");
};
