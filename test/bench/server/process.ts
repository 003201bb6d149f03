import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const readySchema = z.object({ url: z.string() });

/** Starts a script of this folder, which prints its address as `{"url": …}`, as a process of its own. */
export const startProcess = async (
  script: string,
  argument: string,
): Promise<{ readonly url: string; readonly end: () => Promise<void> }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), argument], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    return {
      url: readySchema.parse(JSON.parse(line)).url,
      end: async () => {
        child.kill("SIGKILL");
        await once(child, "exit");
      },
    };
  }
  throw new Error(`${script} ended before it was ready`);
};
