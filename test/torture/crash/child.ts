import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { programFile } from "@countersign/server/testing/program.ts";

/** A program of this folder in a separate process. */
export interface Child {
  /** Everything that it printed until it ended, by itself or by {@link kill}. */
  readonly lines: Promise<readonly string[]>;
  /** Resolves at this line; rejects when the program ends without it. */
  printed(line: string): Promise<void>;
  kill(): void;
}

export const startChild = (program: string, settings: object): Child => {
  const child = spawn(process.execPath, [programFile(`test/torture/crash/${program}`), JSON.stringify(settings)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = Promise.all([once(child, "exit"), once(reader, "close")]);
  return {
    lines: ended.then(() => {
      // An end with an error is a finding; a kill is not.
      if (child.signalCode === null && child.exitCode !== 0) throw new Error(errors);
      return lines;
    }),
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        if (lines.includes(wanted)) return resolve();
        reader.on("line", (line) => {
          if (line === wanted) resolve();
        });
        ended.then(() => reject(new Error(`${program} ended without ${wanted}: ${errors}`)), reject);
      }),
    kill: () => void child.kill("SIGKILL"),
  };
};
