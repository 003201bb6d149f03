import type { CommandLine } from "electron";

/** Why the application does not start, each with its exit code. */
export const refusalCodes = {
  "arguments-unfit": 2,
  "run-by-root": 3,
  "debugging-switch": 4,
} as const;

export interface StartRefusal {
  readonly code: keyof typeof refusalCodes;
  /** The message for the person who started it. */
  readonly sentence: string;
}

export interface Circumstances {
  readonly process: Pick<NodeJS.Process, "platform" | "getuid">;
  readonly commandLine: Pick<CommandLine, "hasSwitch">;
  readonly isPackaged: boolean;
}

/**
 * With any of these switches, another program could read the window and decide in the person's name. A fuse also disables
 * those of Node (`inspect…`); those of Chromium have none: https://www.electronjs.org/docs/latest/tutorial/fuses
 * @internal
 */
export const debuggingSwitches = [
  "remote-debugging-port",
  "remote-debugging-pipe",
  "inspect",
  "inspect-brk",
  "inspect-port",
] as const;

/** Why the application may not run here; `undefined` if it may. */
export const findRefusal = ({ process, commandLine, isPackaged }: Circumstances): StartRefusal | undefined => {
  // Chromium starts no sandboxed child for root. --no-sandbox silences its own refusal, and the window stays blank.
  if (process.platform === "linux" && process.getuid?.() === 0) {
    return {
      code: "run-by-root",
      sentence:
        "Countersign does not run as root, because Chromium has no sandbox for root. Start it as a normal user.",
    };
  }
  const found = isPackaged ? debuggingSwitches.find((name) => commandLine.hasSwitch(name)) : undefined;
  if (found === undefined) return undefined;
  return { code: "debugging-switch", sentence: `Countersign cannot be debugged: start it without --${found}.` };
};
