import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

import { keepFoundSeed, notLookedAt } from "#test/support/found-seeds.ts";

import { allTortures } from "./all.ts";
import { repeatable } from "./torture.ts";

const usage = "Usage: npm run torture -- [NAME | NAME.SCENARIO] [--runs N] [--seed S] [--keep]";

/** After one of these signals, the current run is the last. A terminal and a parent process may both send one. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort());
  return controller.signal;
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: {
      runs: { type: "string", default: "20" },
      seed: { type: "string" },
      // Writes a failing seed into test/support/found-seeds.json, where the gate finds it.
      keep: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const [wanted] = positionals;
  const firstSeed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
  const runs = Number(values.runs);
  const tortures = (await allTortures()).filter(
    ({ name }) => wanted === undefined || name === wanted || name.startsWith(`${wanted}.`),
  );
  if (tortures.length === 0 || !Number.isInteger(firstSeed) || !Number.isInteger(runs) || runs < 1)
    throw new Error(usage);

  const stop = stopSignal();
  for (const torture of tortures) {
    const { name } = torture;
    const startedAt = performance.now();
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      try {
        if (stop.aborted) throw new Error(`${name} was stopped before seed ${seed}`);
        await repeatable(name, seed, () => torture.run({ seed }));
      } catch (error) {
        if (values.keep && !stop.aborted) await keepFoundSeed({ torture: name, seed, shows: notLookedAt });
        await torture.close?.();
        throw error;
      }
    }
    await torture.close?.();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    console.log(`${name}: ${runs} runs from seed ${firstSeed} in ${seconds} s, nothing lost, nothing torn`);
  }
};

try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
// Node's own cleanup waits for ever for a connection that a torture has left half open.
process.exit();
