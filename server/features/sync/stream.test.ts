import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import type { CollectionName, StreamEvent } from "@countersign/shared/contract/protocol.ts";
import { collectionNames, streamEventSchema } from "@countersign/shared/contract/protocol.ts";

import type { RunningRequests } from "#server/foundation/http/close.ts";
import { closeApi, watchRequests } from "#server/foundation/http/close.ts";
import { createLog } from "#server/foundation/log/log.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf } from "#server/testing/network.ts";
import { overHttp } from "#server/testing/over-http.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let url: string;
let running: RunningRequests;

beforeAll(async () => {
  server = await startTestServer();
  running = watchRequests(server.app.server);
  url = await overHttp(server.app);
}, timeLimit);
afterAll(() => server.stop());

/** The events of one person's stream, as they arrive, until the server or the test ends it. */
async function* eventsOf(
  name: TestPerson,
  { signal, query = "" }: { readonly signal?: AbortSignal; readonly query?: string } = {},
): AsyncGenerator<StreamEvent> {
  const { headers } = await server.signIn(name);
  const { body } = await fetch(`${url}/v1/sync/stream${query}`, {
    headers,
    ...(signal === undefined ? {} : { signal }),
  });
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
  it("begins with the log's current sequence and all collections", async () => {
    const events = eventsOf("amy");
    const { sequence, collections, epoch } = await next(events);
    expect(collections).toEqual([...collectionNames]);
    expect(epoch).toBe(await (await server.signIn("amy")).epoch());
    await server.place();
    const { sequence: later } = await next(events);
    expect(later).toBeGreaterThan(sequence);
    await events.return(undefined);
  });

  it("D03 tells each person only of the collections that changed for them", async () => {
    const [amy, ben, pia] = [eventsOf("amy"), eventsOf("ben"), eventsOf("pia")];
    await Promise.all([amy, ben, pia].map(next));
    const placed = await server.place();
    expect([(await next(amy)).collections, (await next(ben)).collections]).toEqual([["orders"], ["orders"]]);

    const device = (await server.signIn("amy")).device();
    await device.push(device.approve(placed));
    expect(new Set((await next(ben)).collections)).toEqual(new Set(["orders", "history"]));
    expect(new Set((await next(amy)).collections)).toEqual(new Set(["orders", "history", "commands"]));

    // None of this concerns Pia: the first change that she is told of is her own command.
    const own = (await server.signIn("pia")).device();
    await own.push(own.approve(placed));
    expect((await next(pia)).collections).toEqual(["commands"]);
    await Promise.all([amy, ben, pia].map((events) => events.return(undefined)));
  });

  it("is refused without a session", async () => {
    const answer = await fetch(`${url}/v1/sync/stream`, { headers: protocolHeaders });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "session-refused"]);
  });

  it("stops listening when its reader goes away", async () => {
    const aborted = new AbortController();
    const events = eventsOf("alma", { signal: aborted.signal });
    await next(events);
    aborted.abort();
    await expect(events.next()).rejects.toThrow("abort");
    await server.place();
    const again = eventsOf("alma");
    expect((await next(again)).collections).toEqual([...collectionNames]);
    await again.return(undefined);
  });
});

describe("a stream with pages", () => {
  const withPages = { query: "?pages=true" };
  const pageIn = ({ pages = [] }: StreamEvent, wanted: CollectionName) =>
    pages.find(({ collection }) => collection === wanted);

  it("carries what a pull would return from the last position before it", async () => {
    const amy = await server.signIn("amy");
    const [first, events] = [await server.place(), eventsOf("amy", withPages)];
    const { pages } = await next(events);
    expect(pages).toBeUndefined();
    const before = await amy.pull("orders");
    const device = amy.device();
    await device.push(device.approve(first));
    const event = await next(events);
    expect(event.pages?.map(({ collection }) => collection).toSorted()).toEqual(["commands", "history", "orders"]);
    const { after, collection: _orders, ...page } = pageIn(event, "orders")!;
    expect(page).toEqual(await amy.pull("orders", before.checkpoint));
    // The order has changed again, so its old place is no longer a position.
    expect(after.sequence).toBeLessThanOrEqual(before.checkpoint.sequence);

    await server.place();
    const { pages: [second] = [] } = await next(events);
    const { sequence, documentId } = page.checkpoint;
    expect(second?.after).toEqual({ sequence, documentId });
    await events.return(undefined);
  });

  it("A76 carries each reader's own prices", async () => {
    const [customer, distributor] = [eventsOf("carl", withPages), eventsOf("dora", withPages)];
    await Promise.all([next(customer), next(distributor)]);
    const { id } = await server.place();
    for (const [name, events] of [
      ["carl", customer],
      ["dora", distributor],
    ] as const) {
      const [row] = pageIn(await next(events), "orders")?.rows ?? [];
      expect(row).toEqual({ deleted: false, document: await (await server.signIn(name)).order(id) });
      await events.return(undefined);
    }
  });

  it("announces large changes without carrying them", async () => {
    const events = eventsOf("amy", withPages);
    const { sequence } = await next(events);
    const orders = await Promise.all(Array.from({ length: 25 }, () => server.place()));
    const amy = await server.signIn("amy");
    const device = amy.device();
    await device.push(...orders.map((order) => device.approve(order)));
    let event = await next(events);
    while (!event.collections.includes("commands")) event = await next(events);
    expect(event.sequence).toBeGreaterThan(sequence);
    expect([pageIn(event, "orders"), pageIn(event, "commands")]).toEqual([undefined, undefined]);
    await events.return(undefined);
  });

  it("ends instead of carrying something to somebody who has lost access", async () => {
    const events = eventsOf("paul", withPages);
    await next(events);
    const { poke, db } = server.services;
    await db.updateTable("people").set({ is_active: false }).where("id", "=", idOf("paul")).execute();
    poke.announce({ tenantId: "", sequence: 1_000_000, changed: new Map([[idOf("paul"), new Set(["orders"])]]) });
    expect((await events.next()).done).toBe(true);
    await db.updateTable("people").set({ is_active: true }).where("id", "=", idOf("paul")).execute();
  });
});

describe("a server that stops", () => {
  it("ends its streams, so that they do not keep it running", async () => {
    const events = eventsOf("amy");
    await next(events);
    await closeApi(server.app, running, createLog("silent"));
    expect((await events.next()).done).toBe(true);
  });
});
