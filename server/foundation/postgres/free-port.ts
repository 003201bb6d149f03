import { createServer } from "node:net";

import type { Finished } from "./run-program.ts";

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** Whether the port is taken or otherwise unusable. */
const isTaken = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(true));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(false)));
  });

/** How many ports to try. */
const mostPorts = 5;

interface Attempts {
  readonly nextPort: () => Promise<number>;
  readonly startOn: (port: number) => Promise<Finished>;
  /** Whether our own server runs after an attempt that failed. */
  readonly isOurs: () => Promise<boolean>;
}

/** Another program may take a free port first, so several are tried. @returns the last attempt. */
export const startOnFreePort = async ({
  nextPort,
  startOn,
  isOurs,
}: Attempts): Promise<{ readonly port: number; readonly started: Finished }> => {
  for (let ports = 1; ; ports += 1) {
    const port = await nextPort();
    const started = await startOn(port);
    const isLast = started.code === 0 || ports === mostPorts || (await isOurs()) || !(await isTaken(port));
    if (isLast) return { port, started };
  }
};
