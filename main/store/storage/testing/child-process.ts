import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A program in a process of its own, read line by line. */
export type Child = {
  pid: number;
  /** The next line it prints; refuses when it ends first. */
  nextLine(): Promise<string>;
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits for its own end and gives all lines that were not read yet. */
  ended(): Promise<string[]>;
};

export function startChild(program: URL, ...args: string[]): Child {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  onTestFinished(() => endNow(child));
  return {
    pid: child.pid ?? 0,
    async nextLine() {
      const { done, value } = await lines.next();
      if (done) throw new Error(`${program.pathname} ended`);
      return value;
    },
    async kill() {
      endNow(child);
      await exited;
    },
    async ended() {
      const rest: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
      await exited;
      return rest;
    },
  };
}

function endNow(child: ChildProcess): void {
  child.kill("SIGKILL");
}
