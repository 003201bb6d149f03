import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { v7 } from "uuid";

import { startTestDatabase } from "@countersign/server/testing/database.ts";
import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

import { commandFor } from "./command.ts";

/** The messages between a device and a server of one protocol, as they went over the wire. */
export interface Recording {
  readonly session: unknown;
  readonly pulls: Readonly<Record<CollectionName, unknown>>;
  readonly push: { readonly request: unknown; readonly answer: unknown };
  /** The data of the first event of the stream. */
  readonly event: unknown;
}

export const recordingIn = (folder: string): string => join(folder, "recorded.json");

const recordedRows = 25;

const firstEvent = async (server: string, token: string): Promise<unknown> => {
  const headers = { ...protocolHeaders, authorization: `Bearer ${token}` };
  const { body } = await fetch(`${server}/v1/sync/stream?pages=true`, { headers });
  let text = "";
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
  throw new Error("the stream ended without an event");
};

/** Signs in to a server, pulls and pushes, and returns what went over the wire. */
export const recordingOf = async (script: string): Promise<Recording> => {
  const database = await startTestDatabase();
  const server = await startServer(["--demo", "--orders", "60"], { DATABASE_URL: database.url }, script);
  try {
    const url = server.ready.server;
    const { first: api, orders } = await findSharedInbox(url, server.ready.people);
    const session = (await api.send("GET", "/v1/session")).body as { epoch: string };
    const deviceId = v7();
    const commands = orders
      .slice(0, 2)
      .map((order, index) => commandFor(api.person, order, { deviceId, deviceSeq: index + 1 }));
    const request = { epoch: session.epoch, deviceId, commands };
    const answer = (await api.send("POST", "/v1/sync/push", request)).body;
    const pulls = await Promise.all(
      collectionNames.map(async (name) => {
        const { body } = await api.send("GET", `/v1/sync/pull?collection=${name}&limit=${recordedRows}`);
        return [name, body] as const;
      }),
    );
    return {
      session,
      pulls: Object.fromEntries(pulls) as Recording["pulls"],
      push: { request, answer },
      event: await firstEvent(url, api.token),
    };
  } finally {
    await server.stop();
    await database.stop();
  }
};

/** Stores the recording of a server's bundle in a folder of fixtures. */
export const record = async (script: string, folder: string): Promise<void> => {
  await writeFile(recordingIn(folder), `${JSON.stringify(await recordingOf(script), undefined, 1)}\n`);
};
