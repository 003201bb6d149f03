import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import type { Checkpoint } from "@countersign/shared/contract/protocol.ts";
import { collectionNames, syncedDocuments } from "@countersign/shared/contract/protocol.ts";
import { protocolHeader } from "@countersign/shared/contract/protocol-version.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import type { TestClient, TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let amy: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  amy = await server.signIn("amy");
}, timeLimit);
afterAll(() => server.stop());

const idsOf = (rows: readonly unknown[]): string[] =>
  rows.map((row) => (row as { document: { id: string } }).document.id);

describe("a pull", () => {
  it("D03 returns every document in pages, and then only what has changed since", async () => {
    for (let index = 0; index < 7; index += 1) await server.place();
    const ids: string[] = [];
    let checkpoint: Checkpoint | undefined;
    for (let size = 3; size > 0;) {
      const page = await amy.pull("orders", checkpoint, 3);
      ids.push(...idsOf(page.rows));
      checkpoint = page.checkpoint;
      size = page.rows.length;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(7);

    const { id } = await server.place();
    const news = await amy.pull("orders", checkpoint);
    expect(idsOf(news.rows)).toEqual([id]);
    expect((await amy.pull("orders", news.checkpoint)).rows).toEqual([]);
  });

  it("returns nothing that became invisible after the previous page, even if it was read ahead", async () => {
    await server.place();
    await server.place();
    const first = await amy.pull("orders", undefined, 1);
    const { rows } = await amy.pull("orders", first.checkpoint, 1);
    const [next] = idsOf(rows);
    const again = await amy.pull("orders", undefined, 1);
    await server.database.db.transaction().execute(async (tx) => {
      const { id: tenantId } = await tx.selectFrom("tenants").select("id").executeTakeFirstOrThrow();
      const change = { collection: "orders", documentId: next!, audience: [], audienceIs: "whole" } as const;
      await server.services.changeLog.append(tx, tenantId, [change]);
    });
    const seen: unknown[] = [];
    let checkpoint: Checkpoint = again.checkpoint;
    for (let size = 1; size > 0;) {
      const page = await amy.pull("orders", checkpoint, 1);
      seen.push(...page.rows.map((row) => (row.deleted ? `-${row.id}` : row.document["id"])));
      checkpoint = page.checkpoint;
      size = page.rows.length;
    }
    expect(seen).not.toContain(next);
    expect(seen.at(-1)).toBe(`-${next}`);
  });

  it("returns documents that fit the contract's schemas", async () => {
    const device = amy.device();
    await device.push(device.approve(await server.place()));
    for (const collection of collectionNames)
      for (const document of await amy.documents(collection))
        expect(syncedDocuments[collection].parse(document)).toEqual(document);
  });

  it("from another epoch is told that the epoch changed", async () => {
    const { checkpoint } = await amy.pull("orders");
    const query = new URLSearchParams({ collection: "orders", limit: "1", epoch: "another", sequence: "0" });
    expect(await amy.call("GET", `/v1/sync/pull?${query}`)).toMatchObject({
      status: 409,
      body: { code: "epoch-changed" },
    });
    expect(checkpoint.epoch).toBe(await amy.epoch());
  });

  it("is refused with the invalid fields of its query", async () => {
    expect(await amy.call("GET", "/v1/sync/pull?collection=secrets&limit=0")).toMatchObject({
      status: 400,
      body: { code: "request-malformed", errors: [{ path: "collection" }, { path: "limit" }] },
    });
    expect(await amy.call("GET", "/v1/sync/pull?collection=orders&limit=1&documentId=%00")).toMatchObject({
      status: 400,
      body: { errors: [{ path: "documentId" }] },
    });
  });
});

describe("a push from another epoch", () => {
  it("is told that the epoch changed, and nothing is executed", async () => {
    const placed = await server.place();
    const device = amy.device();
    const push = { epoch: "another", deviceId: device.id, commands: [device.approve(placed)] };
    expect(await amy.call("POST", "/v1/sync/push", push)).toMatchObject({
      status: 409,
      body: { code: "epoch-changed" },
    });
    expect((await amy.order(placed.id)).status).toBe("pending");
  });
});

describe("visibility", () => {
  const seenBy = async (name: TestPerson, orderId: string): Promise<boolean> => {
    const client = await server.signIn(name);
    return (await client.documents("orders")).some(({ id }) => id === orderId);
  };

  it("shows an order to the people it asks, to its requester and to its chain, and to nobody else", async () => {
    const { id } = await server.place();
    const people: TestPerson[] = ["amy", "ben", "carl", "alma", "nick", "dora", "cora", "mona", "sven", "paul", "pia"];
    const seeing = await Promise.all(people.map((name) => seenBy(name, id)));
    expect(people.filter((_, index) => seeing[index])).toEqual(["amy", "ben", "carl", "alma", "nick", "dora"]);
  });

  it("shows people only the addresses of their own organisation", async () => {
    const pia = await server.signIn("pia");
    expect((await pia.documents("people")).map(({ name }) => name).toSorted()).toEqual(["paul", "pia"]);
  });

  it("shows a customer the chain above it, a reseller its customers, a vendor its distributor, a distributor all", async () => {
    const organisationsOf = async (name: TestPerson) =>
      (await (await server.signIn(name)).documents("organisations")).map(({ name }) => name).toSorted();
    expect(await organisationsOf("amy")).toEqual(["The bakery", "The hub", "The north"]);
    expect(await organisationsOf("sven")).toEqual(["The hub", "The press", "The south"]);
    expect(await organisationsOf("vera")).toEqual(["The hub", "The mill"]);
    expect(await organisationsOf("dora")).toEqual(
      ["bakery", "forge", "hub", "mill", "museum", "north", "press", "south"].map((name) => `The ${name}`),
    );
  });

  it("shows the history of an order only to the order's audience", async () => {
    const device = amy.device();
    await device.push(device.approve(await server.place()));
    const [nick, sven] = [await server.signIn("nick"), await server.signIn("sven")];
    expect((await nick.documents("history")).length).toBeGreaterThan(0);
    expect(await sven.documents("history")).toEqual([]);
  });
});

describe("a client of another protocol", () => {
  const ask = (versions: string) => amy.call("GET", "/v1/session", undefined, { [protocolHeader]: versions });

  it("is served if it also speaks one of this server's", async () => {
    expect(await ask("1-9")).toMatchObject({ status: 200 });
  });

  it("is told whether the client or the server has to be updated, and which versions the server speaks", async () => {
    for (const versions of ["0-0", "1", ""])
      expect(await ask(versions)).toMatchObject({ status: 426, body: { code: "client-too-old" } });
    expect(await ask("2-3")).toMatchObject({
      status: 426,
      body: { code: "server-too-old" },
      headers: { [protocolHeader]: "1-1" },
    });
  });
});

describe("the description of the API", () => {
  it("explains how a device replicates", async () => {
    for (const each of await descriptionsOf(server.app, replicationOperations))
      expect(each).toMatchObject({ tags: ["replication"], isUsable: true });
  });
});
