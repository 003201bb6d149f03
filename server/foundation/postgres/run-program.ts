import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import type { Account } from "./account.ts";
import { mayReach } from "./account.ts";

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

export type RunProgram = (program: string, args: readonly string[]) => Promise<Finished>;

const finish = async (child: ReturnType<typeof spawn>): Promise<Finished> => {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const { stdout, stderr } = child;
  const [code, out, err] = await Promise.all([ended, stdout ? text(stdout) : "", stderr ? text(stderr) : ""]);
  return { code, output: `${out}${err}`.trim() };
};

/**
 * Keeps only the capability to enter folders that are closed to other users, so that a checkout or a data folder below
 * root's home works too. Every other privilege is dropped with the change of user.
 */
const passFolders = "setpriv";
const passingFolders = ({ uid, gid }: Account, program: string, args: readonly string[]): string[] => [
  `--reuid=${uid}`,
  `--regid=${gid}`,
  "--clear-groups",
  "--inh-caps=+dac_override",
  "--ambient-caps=+dac_override",
  "--",
  program,
  ...args,
];

/** Runs PostgreSQL's programs as the current user or, if that is root, as `account`. */
export const programRunner = async (account: Account | undefined, paths: readonly string[]): Promise<RunProgram> => {
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const options = { stdio: [...stdio], cwd: "/" };
  if (account === undefined) return (program, args) => finish(spawn(program, args, { stdio: [...stdio] }));
  const reachable = await Promise.all(paths.map((path) => mayReach(account, path)));
  return reachable.every(Boolean)
    ? (program, args) => finish(spawn(program, args, { ...options, ...account }))
    : (program, args) => finish(spawn(passFolders, passingFolders(account, program, args), options));
};
