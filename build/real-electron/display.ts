import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { hasVirtualDisplay } from "./find.ts";

export interface Display extends AsyncDisposable {
  /** The environment for programs that show their windows there. */
  readonly env: Readonly<Record<string, string>>;
}

/** A separate display for the tests, with a free number; the machine's own if there is no Xvfb. */
export const openDisplay = async (): Promise<Display> => {
  if (process.platform !== "linux" || !hasVirtualDisplay())
    return { env: {}, [Symbol.asyncDispose]: () => Promise.resolve() };
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = once(server, "exit");
  const [number] = (await Promise.race([
    once(createInterface({ input: server.stdio[3] as Readable }), "line"),
    ended.then(() => {
      throw new Error("Xvfb ended before it had a display");
    }),
  ])) as [string];
  return {
    env: { DISPLAY: `:${number}` },
    [Symbol.asyncDispose]: async () => {
      server.kill("SIGTERM");
      await ended;
    },
  };
};
