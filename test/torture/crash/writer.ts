// Usage: writer.ts <settings as JSON>
// Continues the script for ever, and prints the number of each write once it is acknowledged.
import { z } from "zod";

import { openEntries, perform, writeModes } from "./entries.ts";
import { writeNumbered } from "./script.ts";
import { killAtStep } from "./steps.ts";

const settings = z
  .object({
    directory: z.string(),
    layout: z.int(),
    key: z.string(),
    seed: z.int(),
    firstWrite: z.int(),
    clockShift: z.int(),
    mode: z.enum(writeModes),
    cleansUp: z.boolean(),
    /** 0 for never. */
    killAtStep: z.int(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const realNow = Date.now;
Date.now = () => realNow() + settings.clockShift;

killAtStep(settings.killAtStep);
const instance = await openEntries(settings);
process.stdout.write("open\n");
for (let number = settings.firstWrite; ; number += 1) {
  await perform(instance, writeNumbered(settings.seed, number), settings.mode);
  process.stdout.write(`${number}\n`);
  if (settings.cleansUp && number % 5 === 0) await instance.cleanup(0);
  await new Promise((resolve) => setImmediate(resolve));
}
