import type { Result } from "@countersign/shared/domain/result.ts";

import type { Log } from "#server/foundation/log/log.ts";
import { createLog } from "#server/foundation/log/log.ts";

/** A program that does one thing and ends. */
interface OneThing<Arguments> {
  /** The arguments, or a sentence that says what is wrong. */
  readonly read: (argv: readonly string[]) => Result<Arguments, string>;
  readonly usage: string;
  /** @returns what is printed about it. @throws Error with a sentence that says why it cannot be done. */
  readonly run: (args: Arguments, log: Log) => Promise<object>;
}

/** Does what the arguments ask and prints one line of JSON about it. @returns the program's exit code. */
export const runOnce = async <Arguments>(
  argv: readonly string[],
  { read, usage, run }: OneThing<Arguments>,
): Promise<number> => {
  const args = read(argv);
  if (!args.ok) {
    console.error(`${args.error}\n\n${usage}`);
    return 2;
  }
  try {
    console.log(JSON.stringify(await run(args.value, createLog("warn"))));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
};
