/**
 * `npm run mutation -- ROOM…`: changes the code of a folder (`main/views`, `shared/engine/planning/budget`, …) in thousands of small
 * ways and counts how many of them a test notices. `--part 2/5` does the second of five parts, so that a long run can be
 * divided; with `--least 80` it fails if less than 80 % are noticed. The survivors are listed in
 * reports/mutation/ROOM.html. Without a room, it lists all rooms.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { Stryker } from "@stryker-mutator/core";

import { setup as sharePostgres } from "#test/support/shared-postgres.ts";

import { parsePart, roomNames, roomOf, sourcesOf } from "./mutation/rooms.ts";
import type { Score } from "./mutation/score.ts";
import { percentOf, scoreLine, scoreOf, total } from "./mutation/score.ts";

const root = resolve(import.meta.dirname, "..");
const { positionals, values } = parseArgs({
  options: {
    concurrency: { type: "string", default: "2" },
    part: { type: "string", default: "1/1" },
    least: { type: "string", default: "0" },
  },
  allowPositionals: true,
});

const part = parsePart(values.part);
if (part === undefined) throw new Error(`--part ${values.part} is none: say 2/5 for the second of five`);
const rooms = positionals.map((name) => {
  const room = roomOf(root, name.replace(/\/$/, ""));
  if (room === undefined) throw new Error(`There is no room ${name}, only ${roomNames(root).join(", ")}.`);
  return room;
});
if (rooms.length === 0) console.log(roomNames(root).join("\n"));

const optionsFor = (mutate: readonly string[], report: string): ConstructorParameters<typeof Stryker>[0] => ({
  mutate: [...mutate],
  testRunner: "vitest",
  vitest: { configFile: "build/mutation/vitest.config.ts" },
  // It would be read with the compiler's JavaScript API, which TypeScript 7 does not have. The runner does not need it.
  tsconfigFile: "none",
  ignorePatterns: ["docs/screens", "out", "test-results"],
  tempDirName: "reports/mutation/sandbox",
  concurrency: Number(values.concurrency),
  // In addition to 1.5 times the tests' duration: rooms of the server start a database, and machines are busy.
  timeoutMS: 30_000,
  reporters: ["html", "json"],
  htmlReporter: { fileName: `reports/mutation/${report}.html` },
  jsonReporter: { fileName: `reports/mutation/${report}.json` },
});

/** Otherwise every file of tests that needs a PostgreSQL would start one, for every change. */
const stopPostgres = await sharePostgres();
const scores: Score[] = [];
try {
  for (const room of rooms) {
    const mutate = sourcesOf(room, part);
    if (mutate.length === 0) continue;
    const name = part.of === 1 ? room.name : `${room.name} ${values.part}`;
    const report = name.replaceAll(/[/. ]+/g, "-");
    process.env["MUTATION_TESTS"] = JSON.stringify(room.tests);
    const score = scoreOf(name, await new Stryker(optionsFor(mutate, report)).runMutationTest());
    scores.push(score);
    console.log(scoreLine(score));
  }
} finally {
  await stopPostgres();
}
if (scores.length > 1) console.log(scoreLine(total(scores)));
if (scores.some((score) => percentOf(score) < Number(values.least))) process.exitCode = 1;
