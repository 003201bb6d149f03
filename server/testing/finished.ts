import { execFile } from "node:child_process";

/** The result of a program that has ended. */
export interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end; its code is -1 if it could not be started or was killed. */
export const finished = (
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Finished> =>
  new Promise((resolve) => {
    execFile(program, args, options, (error, out, err) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err });
    });
  });
