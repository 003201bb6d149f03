import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** How a process ended. */
export interface Ended {
  readonly isGreen: boolean;
  /** What it said, where it was not shown while it ran. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly shell?: boolean;
  /** Whether what it says is shown at once: only where nothing else speaks meanwhile. */
  readonly isShown: boolean;
  /** Ends the process, which stops what it has started, databases included. */
  readonly stop: AbortSignal;
}

/** Runs a program to its end; not at all once it is to stop. */
export const runProcess = async (
  command: string,
  args: readonly string[],
  { isShown, stop, ...options }: RunOptions,
): Promise<Ended> => {
  if (stop.aborted) return { isGreen: false, output: "" };
  const child = spawn(command, args, { ...options, stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"] });
  const end = (): boolean => child.kill("SIGTERM");
  stop.addEventListener("abort", end);
  const said = Promise.all([child.stdout, child.stderr].map(async (output) => (output === null ? "" : text(output))));
  const [code] = (await once(child, "close")) as [number | null];
  stop.removeEventListener("abort", end);
  return { isGreen: code === 0, output: (await said).join("") };
};

/** Aborted when somebody ends this program, so that it can end what it runs. */
export const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  return stop.signal;
};
