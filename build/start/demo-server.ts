import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface DemoServer {
  readonly url: string;
  stop(): Promise<void>;
}

const readyLine = async (child: ChildProcess, logPath: string): Promise<{ server: string }> => {
  if (child.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{") && line.includes('"ready":true')) return JSON.parse(line) as { server: string };
    console.error(line);
  }
  throw new Error(`The server ended before it was ready. Its messages are in ${logPath}.`);
};

/** Starts the backend with its sample network in a separate process, which logs into the data folder. */
export const startDemoServer = async (root: string, directory: string, orders: number): Promise<DemoServer> => {
  await mkdir(directory, { recursive: true });
  const logPath = join(directory, "server.log");
  const logFile = await open(logPath, "a");
  const child = fork(
    join(root, "server/node/main.ts"),
    ["--demo", "--data", join(directory, "server"), "--orders", String(orders)],
    { stdio: ["ignore", "pipe", logFile.fd, "ipc"] },
  );
  await logFile.close();
  const { server } = await readyLine(child, logPath);
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
