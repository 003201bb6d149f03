import type { CommandLine } from "electron";

/** Why the application does not start, each with the code that the process ends with. */
export const refusalCodes = {
  "arguments-unfit": 2,
  "run-by-root": 3,
  "debugging-switch": 4,
} as const;

export interface StartRefusal {
  readonly code: keyof typeof refusalCodes;
  /** For whoever started it. */
  readonly sentence: string;
}

export interface Circumstances {
  readonly process: Pick<NodeJS.Process, "platform" | "getuid">;
  readonly commandLine: Pick<CommandLine, "hasSwitch">;
  readonly isPackaged: boolean;
}

/**
 * Through each of these another program reads the window and decides in its person's name. A fuse takes those of Node
 * (`inspect…`) away, too; those of Chromium have none: https://www.electronjs.org/docs/latest/tutorial/fuses
 * @internal
 */
export const debuggingSwitches = [
  "remote-debugging-port",
  "remote-debugging-pipe",
  "inspect",
  "inspect-brk",
  "inspect-port",
] as const;

/** Says why the application may not run here; undefined where it may. */
export const findRefusal = ({ process, commandLine, isPackaged }: Circumstances): StartRefusal | undefined => {
  // Chromium starts no sandboxed child for root. Its own refusal is silenced by --no-sandbox, and the window stays blank.
  if (process.platform === "linux" && process.getuid?.() === 0) {
    return {
      code: "run-by-root",
      sentence: "Countersign does not run for root, who has no sandbox. Start it as the person who works with it.",
    };
  }
  const found = isPackaged ? debuggingSwitches.find((name) => commandLine.hasSwitch(name)) : undefined;
  if (found === undefined) return undefined;
  return { code: "debugging-switch", sentence: `Countersign cannot be debugged: start it without --${found}.` };
};
