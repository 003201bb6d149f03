// Usage: writer.ts <settings as JSON>
// Goes on with the script for ever, and prints the number of each write once it was acknowledged.
import { StatementSync } from "node:sqlite";
import { z } from "zod";

import { openEntries, perform } from "./entries.ts";
import { writeNumbered } from "./script.ts";

const settings = z
  .object({
    directory: z.string(),
    layout: z.int(),
    key: z.string(),
    seed: z.int(),
    firstWrite: z.int(),
    clockShift: z.int(),
    isRepeatable: z.boolean(),
    cleansUp: z.boolean(),
    /** Kills itself just before so many statements were run; 0 for never. */
    killAtStatement: z.int(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const realNow = Date.now;
Date.now = () => realNow() + settings.clockShift;

let statements = 0;
const countStatement = (): void => {
  statements += 1;
  if (statements === settings.killAtStatement) process.kill(process.pid, "SIGKILL");
};
for (const method of ["run", "get"] as const) {
  const original = Reflect.get(StatementSync.prototype, method) as (...params: unknown[]) => unknown;
  Object.defineProperty(StatementSync.prototype, method, {
    value(this: StatementSync, ...params: unknown[]): unknown {
      countStatement();
      return original.apply(this, params);
    },
  });
}

const instance = await openEntries(settings);
process.stdout.write("open\n");
for (let number = settings.firstWrite; ; number += 1) {
  await perform(instance, writeNumbered(settings.seed, number), settings.isRepeatable ? "repeatable" : "durable");
  process.stdout.write(`${number}\n`);
  if (settings.cleansUp && number % 5 === 0) await instance.cleanup(0);
  await new Promise((resolve) => setImmediate(resolve));
}
