import { randomInt } from "node:crypto";
import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";

import type { Torture } from "./torture.ts";

const usage = "Usage: npm run torture -- [NAME | NAME.SCENARIO] [--runs N] [--seed S]";

/** Each folder beside this file is a torture; its `tortures.ts` names the scenarios. */
const readTortures = async (): Promise<readonly Torture[]> => {
  const folders = (await readdir(import.meta.dirname, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const modules = await Promise.all(
    folders.map(
      async ({ name }) => (await import(`./${name}/tortures.ts`)) as { readonly tortures: readonly Torture[] },
    ),
  );
  return modules.flatMap(({ tortures }) => tortures);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: { runs: { type: "string", default: "20" }, seed: { type: "string" } },
    allowPositionals: true,
  });
  const [wanted] = positionals;
  const firstSeed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
  const runs = Number(values.runs);
  const tortures = (await readTortures()).filter(
    ({ name }) => wanted === undefined || name === wanted || name.startsWith(`${wanted}.`),
  );
  if (tortures.length === 0 || !Number.isInteger(firstSeed) || !Number.isInteger(runs) || runs < 1)
    throw new Error(usage);

  for (const torture of tortures) {
    const startedAt = performance.now();
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      try {
        await torture.run({ seed });
      } catch (error) {
        await torture.close?.();
        console.error(`${torture.name} failed. Again: npm run torture -- ${torture.name} --runs 1 --seed ${seed}`);
        throw error;
      }
    }
    await torture.close?.();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    console.log(`${torture.name}: ${runs} runs from seed ${firstSeed} in ${seconds} s, nothing lost, nothing torn`);
  }
};

try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
// Node's own clean-up waits for ever for a connection that a torture has left half open.
process.exit();
