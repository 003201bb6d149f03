import { execFileSync } from "node:child_process";

import { isRoot } from "#build/start/electron.ts";

/** Debian's `nobody`, who owns nothing. */
const nobody = "65534";

/** The prefix with which root starts a program as another user; empty for other users. */
export const asPerson = (): readonly string[] =>
  isRoot() ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--"] : [];

/** The prefix for a program that has to run as root: in a separate namespace if the current user is not root. */
export const asRoot = (): readonly string[] => (isRoot() ? [] : ["unshare", "--user", "--map-root-user"]);

/** Gives a folder to the user as whom `asPerson` starts programs. */
export const giveToPerson = (folder: string): void => {
  if (isRoot()) execFileSync("chown", ["-Rh", `${nobody}:${nobody}`, folder]);
};
