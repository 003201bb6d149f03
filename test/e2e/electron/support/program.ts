import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { asPerson, asRoot } from "#build/real-electron/person.ts";

/** How a program ended, and everything that it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The application as a process with nothing attached, as a person starts it. */
export interface Program {
  readonly pid: number;
  /** Everything that it wrote so far. */
  output(): string;
  /** Resolves when it has printed its ready line. Throws when it ends before. */
  ready(): Promise<void>;
  /** Resolves when it has ended by itself. */
  ended(): Promise<Ended>;
  /** Asks it to stop. */
  stop(): Promise<Ended>;
}

export interface StartOptions {
  /** As root rather than as a normal user. */
  readonly isForRoot?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export const startProgram = (
  environment: NodeJS.ProcessEnv,
  executable: string,
  args: readonly string[],
  { isForRoot = false, env = {} }: StartOptions = {},
): Program => {
  const [command = "", ...rest] = [...(isForRoot ? asRoot() : asPerson()), executable, ...args];
  const child = spawn(command, rest, { env: { ...environment, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const exit = once(child, "close").then(([code]): Ended => ({ code: code as number | null, output }));
  const readyLine = (async () => {
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('{"ready":true')) return;
    throw new Error(`the application ended before it was ready:\n${output}`);
  })();
  readyLine.catch(() => undefined); // its awaiter gets the rejection
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ready: () => readyLine,
    ended: () => exit,
    stop: () => {
      child.kill("SIGTERM");
      return exit;
    },
  };
};
