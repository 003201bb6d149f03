import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { StreamEvent } from "#shared/contract/protocol.ts";
import { collectionNames, streamEventSchema } from "#shared/contract/protocol.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let url: string;

beforeAll(async () => {
  server = await startTestServer();
  url = await server.app.listen({ port: 0, host: "127.0.0.1" });
}, timeLimit);
afterAll(() => server.stop());

/** The events of one person's stream, as they come; it ends when the server or the test ends it. */
async function* eventsOf(name: TestPerson, signal?: AbortSignal): AsyncGenerator<StreamEvent> {
  const { headers } = await server.signIn(name);
  const { body } = await fetch(`${url}/v1/sync/stream`, { headers, ...(signal === undefined ? {} : { signal }) });
  let text = "";
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks)
      if (block.startsWith("data: ")) yield streamEventSchema.parse(JSON.parse(block.slice("data: ".length)));
  }
}

const next = async (events: AsyncGenerator<StreamEvent>): Promise<StreamEvent> => {
  const result = await events.next();
  if (result.done === true) throw new Error("The stream ended");
  return result.value;
};

describe("the stream", () => {
  it("begins with where the log stands and all collections", async () => {
    const events = eventsOf("amy");
    const { sequence, collections, epoch } = await next(events);
    expect(collections).toEqual([...collectionNames]);
    expect(epoch).toBe(await (await server.signIn("amy")).epoch());
    await server.place();
    const { sequence: later } = await next(events);
    expect(later).toBeGreaterThan(sequence);
    await events.return(undefined);
  });

  it("D03 tells each person only of collections that changed for them", async () => {
    const [amy, ben, pia] = [eventsOf("amy"), eventsOf("ben"), eventsOf("pia")];
    await Promise.all([amy, ben, pia].map(next));
    const placed = await server.place();
    expect([(await next(amy)).collections, (await next(ben)).collections]).toEqual([["orders"], ["orders"]]);

    const device = (await server.signIn("amy")).device();
    await device.push(device.approve(placed));
    expect(new Set((await next(ben)).collections)).toEqual(new Set(["orders", "history"]));
    expect(new Set((await next(amy)).collections)).toEqual(new Set(["orders", "history", "commands"]));

    // Nothing of this was Pia's. The first that she hears of is her own command.
    const own = (await server.signIn("pia")).device();
    await own.push(own.approve(placed));
    expect((await next(pia)).collections).toEqual(["commands"]);
    await Promise.all([amy, ben, pia].map((events) => events.return(undefined)));
  });

  it("is refused without a session", async () => {
    const answer = await fetch(`${url}/v1/sync/stream`, { headers: { "countersign-protocol": "1" } });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "session-refused"]);
  });

  it("stops listening when its reader goes away", async () => {
    const aborted = new AbortController();
    const events = eventsOf("alma", aborted.signal);
    await next(events);
    aborted.abort();
    await expect(events.next()).rejects.toThrow("abort");
    await server.place();
    const again = eventsOf("alma");
    expect((await next(again)).collections).toEqual([...collectionNames]);
    await again.return(undefined);
  });
});

describe("a server that stops", () => {
  it("ends its streams, so that nothing keeps it", async () => {
    const events = eventsOf("amy");
    await next(events);
    await server.app.close();
    expect((await events.next()).done).toBe(true);
  });
});
