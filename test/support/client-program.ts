import type { Program } from "@countersign/server/testing/program.ts";
import { startScript } from "@countersign/server/testing/program.ts";

/** The application, as `npm start` starts it. */
export const startClient = (args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Program> =>
  startScript("build/start.ts", args, environment);
