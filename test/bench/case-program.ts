// Usage: case-program.ts AREA-FILE CASE PART
// Runs one case in a separate process, and sends each measurement to its parent as it is made, and what went wrong.
import { inspect } from "node:util";

import { casesOf } from "./areas.ts";
import type { CaseMessage } from "./run-case.ts";
import { scaleBy } from "./scale.ts";

const [, , areaFile = "", name = "", part = ""] = process.argv;

const tell = (message: CaseMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });

const runCase = async (): Promise<void> => {
  const benchCase = (await casesOf(areaFile)).find((each) => each.name === name);
  if (benchCase === undefined) throw new Error(`there is no ${name} in ${areaFile}`);
  let count = 0;
  for await (const measurement of benchCase.run(scaleBy(Number(part)))) {
    const { name: figure, ratio } = measurement;
    if (!Number.isFinite(ratio)) throw new Error(`the ratio of ${figure} is ${ratio}`);
    await tell({ measurement });
    count += 1;
  }
  if (count === 0) throw new Error("it measured nothing");
};

try {
  await runCase();
} catch (error) {
  await tell({ failure: inspect(error) });
}
// Does not wait for what a case has left open.
process.exit();
