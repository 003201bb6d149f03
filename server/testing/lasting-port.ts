import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ephemeral ports, which systems assign: 32768 and up on Linux, 49152 and up elsewhere. */
const [lowest, highest] = [20_000, 30_000];

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer();
  const isListening = new Promise<boolean>((resolve) => {
    probe.once("listening", () => resolve(true)).once("error", () => resolve(false));
  });
  probe.listen(port, "127.0.0.1");
  if (!(await isListening)) return false;
  probe.close();
  await once(probe, "close");
  return true;
};

/**
 * A free loopback port for a server that stops and comes back at the same address. The system could assign an ephemeral
 * port to another test meanwhile, but not this one.
 */
export const lastingPort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
};
