import { join } from "node:path";
import { z } from "zod";

import type { StartedProcess } from "#test/bench/process.ts";
import { startProcess } from "#test/bench/process.ts";

const readySchema = z.object({ url: z.string() });

export type LoopbackServer = StartedProcess<z.infer<typeof readySchema>>;

/** Starts a script in this folder that prints its address as `{"url": …}`. */
export const startLoopbackServer = (script: string, argument: string): Promise<LoopbackServer> =>
  startProcess(join(import.meta.dirname, script), argument, readySchema);
