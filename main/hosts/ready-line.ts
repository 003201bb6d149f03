import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";

/** The line of output with which a started host tells scripts and tests where it is. */
export interface Ready {
  /** The address of the screens. */
  readonly app: string;
  /** `null` while none is chosen. */
  readonly server: string | null;
  /** The people whom the server offers on the start page; empty when it does not answer in time. */
  readonly people: () => Promise<readonly LooseDemoPerson[]>;
}

/** A server that cannot be reached delays the line by no more than this many milliseconds. */
const peopleTimeout = 2_000;

export const readyLine = async ({ app, server, people }: Ready): Promise<string> => {
  const late = new Promise<readonly LooseDemoPerson[]>((done) => setTimeout(() => done([]), peopleTimeout).unref());
  return JSON.stringify({ ready: true, app, server, people: await Promise.race([people(), late]) });
};
