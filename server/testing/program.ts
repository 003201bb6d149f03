import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");

const readySchema = z.object({
  ready: z.literal(true),
  app: z.string().nullable(),
  server: z.string(),
  people: z.array(z.object({ email: z.string(), role: z.string(), name: z.string().optional() })),
});
export type ReadyLine = z.infer<typeof readySchema>;

/** One of the programs that people start, as a separate process, controlled by its ready line and signals. */
export interface Program {
  readonly ready: ReadyLine;
  readonly pid: number;
  /** False once it has ended, by itself or because it was asked to. */
  readonly isRunning: boolean;
  /** Everything it has written to standard error so far. */
  messages(): string;
  /** Asks it to stop and waits for its end. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a chance to clean up, like a power cut. */
  kill(): Promise<void>;
}

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
};

/**
 * Starts a command in a folder and waits for its ready line.
 * @throws Error with its messages if it ends before it is ready.
 */
export const startProgram = async (
  [command, ...args]: readonly [string, ...string[]],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Program> => {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  let messages = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (messages += text));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    return {
      ready: readySchema.parse(JSON.parse(line)),
      pid: child.pid ?? 0,
      get isRunning() {
        return child.exitCode === null && child.signalCode === null;
      },
      messages: () => messages,
      stop: () => {
        child.kill("SIGTERM");
        return ended(child);
      },
      kill: async () => {
        child.kill("SIGKILL");
        await ended(child);
      },
    };
  }
  throw new Error(`${command} ${args.join(" ")} ended before it was ready:\n${messages}`);
};

/** The environment variable with the folder of bundled programs, if a run of all tests has bundled them beforehand. */
export const bundledPrograms = "COUNTERSIGN_BUNDLED_PROGRAMS";

/**
 * The file to start for one of the repository's programs: its bundle, which starts faster, if there is one. A program that
 * is to run with other Node options, which may change its source, is started from the source.
 * @param script relative to the repository
 */
export const programFile = (script: string, { NODE_OPTIONS }: NodeJS.ProcessEnv = {}): string => {
  const folder = process.env[bundledPrograms];
  const source = resolve(root, script);
  if (folder === undefined || NODE_OPTIONS !== undefined) return source;
  const bundle = join(folder, script.replace(/\.ts$/, ".mjs"));
  return existsSync(bundle) ? bundle : source;
};

/** Starts one of the repository's programs by its file. */
export const startScript = (
  script: string,
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
): Promise<Program> => startProgram([process.execPath, programFile(script, environment), ...args], root, environment);

/** Starts the backend like `npm run server`, or another build of it. */
export const startServer = (
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
  script = "server/node/main.ts",
): Promise<Program> => startScript(script, args, environment);
