import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface DemoServer {
  readonly url: string;
  stop(): Promise<void>;
}

const readyLine = async (child: ChildProcess): Promise<{ server: string }> => {
  if (child.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{") && line.includes('"ready":true')) return JSON.parse(line) as { server: string };
    console.error(line);
  }
  throw new Error("the server ended before it was ready; its messages above say why");
};

/** Starts the backend with its sample network in a process of its own. */
export const startDemoServer = async (root: string, directory: string, orders: number): Promise<DemoServer> => {
  const child = fork(
    join(root, "server/main.ts"),
    ["--demo", "--data", join(directory, "server"), "--orders", String(orders)],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  );
  const { server } = await readyLine(child);
  return {
    url: server,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
};
