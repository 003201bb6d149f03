import { parseArgs } from "node:util";

import { allCases } from "./areas.ts";
import { runBench } from "./run-bench.ts";

const usage = "Usage: npm run bench -- [AREA | AREA.CASE]… [--scale PART] [--json FILE]";

/** Several times as long as the longest case takes. */
const limit = 60 * 60_000;

/** The first of these signals ends the running case; the others are not started. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" }, scale: { type: "string", default: "1" } },
    allowPositionals: true,
  });
  const part = Number(values.scale);
  if (!(part > 0 && part <= 1)) throw new Error(`--scale is more than 0 and at most 1.\n${usage}`);
  const all = await allCases();
  const namesOf = (wanted: string): string[] =>
    all.filter(({ name }) => name === wanted || name.startsWith(`${wanted}.`)).map(({ name }) => name);
  const unknown = positionals.find((wanted) => namesOf(wanted).length === 0);
  if (unknown !== undefined)
    throw new Error(`There is no benchmark ${unknown}, only ${all.map(({ name }) => name).join(", ")}.\n${usage}`);
  const names = new Set(positionals.flatMap(namesOf));

  const failures = await runBench(positionals.length === 0 ? all : all.filter(({ name }) => names.has(name)), {
    json: values.json,
    part,
    limit,
    stop: stopSignal(),
    say: console.log,
    complain: console.error,
  });
  if (failures > 0) process.exitCode = 1;
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
