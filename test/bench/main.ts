import { readdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import type { BenchCase, Measurement } from "./measurement.ts";
import { tableHead, tableLine } from "./table.ts";

const usage = "Usage: npm run bench -- [AREA | AREA.GROUP] [--json FILE]";

/** Each folder beside this file is an area; its `area.ts` exports the area's `cases`. */
const readCases = async (): Promise<readonly BenchCase[]> => {
  const folders = (await readdir(import.meta.dirname, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const areas = await Promise.all(
    folders.map(async ({ name }) => (await import(`./${name}/area.ts`)) as { readonly cases: readonly BenchCase[] }),
  );
  return areas.flatMap(({ cases }) => cases);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ options: { json: { type: "string" } }, allowPositionals: true });
  const [wanted] = positionals;
  const cases = (await readCases()).filter(
    ({ name }) => wanted === undefined || name === wanted || name.startsWith(`${wanted}.`),
  );
  if (cases.length === 0) throw new Error(`There is no benchmark called ${wanted ?? "anything"}.\n${usage}`);

  const measurements: Measurement[] = [];
  console.log(tableHead);
  for (const benchCase of cases)
    for await (const measurement of benchCase.run()) {
      measurements.push(measurement);
      console.log(tableLine(measurement));
    }
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(measurements, undefined, 2)}\n`);
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
