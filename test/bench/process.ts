import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { z } from "zod";

/** A script that runs as a separate process, with the content of its ready line. It ends with the scope that uses it. */
export type StartedProcess<Ready> = AsyncDisposable & Ready;

/** Starts a script that prints one line of JSON, as `readySchema` describes it, once it is ready. */
export const startProcess = async <Ready extends object>(
  script: string,
  argument: string,
  readySchema: z.ZodType<Ready>,
): Promise<StartedProcess<Ready>> => {
  const child = spawn(process.execPath, [script, argument], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    return {
      ...readySchema.parse(JSON.parse(line)),
      [Symbol.asyncDispose]: async () => {
        child.kill("SIGKILL");
        await exited;
      },
    };
  }
  throw new Error(`${script} ended before it was ready`);
};
