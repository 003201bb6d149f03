import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ports that systems give to whoever asks for any: 32768 and up on Linux, 49152 and up elsewhere. */
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
 * A free loopback port for a server that stops and comes back at the same address. One that the system chose could be given
 * to another test while the server is away; this one is given to nobody.
 */
export const lastingPort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
};
