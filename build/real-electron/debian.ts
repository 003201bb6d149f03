import { spawnSync } from "node:child_process";

/** What Electron in a window of Xvfb needs of Debian or Ubuntu, and `unzip` to unpack it. */
const names = ["libgtk-3-0", "libgbm1", "libasound2", "libnss3", "xvfb", "unzip"];

/** Their names in this release: since the transition to 64-bit time, some libraries end in `t64`. */
const namesHere = (): readonly string[] =>
  names.map((name) => {
    const later = `${name}t64`;
    return spawnSync("apt-cache", ["show", later], { stdio: "ignore" }).status === 0 ? later : name;
  });

const install = (): readonly string[] => ["apt-get", "install", "-y", ...namesHere()];

/** The command to type when `installPackages` is not permitted. */
export const installLine = (): string => `sudo apt-get update && sudo ${install().join(" ")}`;

/** Installs them, as root. Returns whether all went well. */
export const installPackages = (): boolean =>
  [() => ["apt-get", "update"], install].every((command) => {
    const [program = "", ...args] = command();
    return spawnSync(program, args, { stdio: "inherit" }).status === 0;
  });
