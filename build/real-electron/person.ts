import { execFileSync } from "node:child_process";

import { isRoot } from "#build/start/electron.ts";

/** Debian's `nobody`, who owns nothing. */
const nobody = "65534";

/** The command before a program that root starts as a person other than root; empty for such a person. */
export const asPerson = (): readonly string[] =>
  isRoot() ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--"] : [];

/** The command before a program that runs as root all the same: in a namespace of its own where nobody here is root. */
export const asRoot = (): readonly string[] => (isRoot() ? [] : ["unshare", "--user", "--map-root-user"]);

/** Gives a folder to the person as whom `asPerson` starts programs. */
export const giveToPerson = (folder: string): void => {
  if (isRoot()) execFileSync("chown", ["-Rh", `${nobody}:${nobody}`, folder]);
};
