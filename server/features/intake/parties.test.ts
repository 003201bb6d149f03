import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { orderOperations } from "@countersign/shared/contract/api/orders.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import type { CollectionName } from "@countersign/shared/contract/protocol.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const send = async (name: TestPerson, change: Partial<OrderRequest> = {}) =>
  (await server.signIn(name)).call("POST", "/v1/orders", orderRequest(change));

const orderOf = async (name: TestPerson, change: Partial<OrderRequest>) => {
  const { status, body } = await send(name, change);
  expect([status, body["code"]]).toEqual([201, undefined]);
  return (await server.signIn(name)).order(String(body["id"]));
};

const companies = async (name: TestPerson) => {
  const all = await (await server.signIn(name)).documents("organisations");
  return new Map(all.map((one) => [one.externalId, one]));
};

/** Signs in somebody from outside the test network. */
const session = async (email: string) => {
  const answer = await server.app.inject({ method: "POST", url: "/v1/demo/sessions", payload: { email } });
  return answer.json<{ token: string; person: object }>();
};

/** The names in a collection, as this person reads them. */
const seenBy = async (email: string, collection: CollectionName): Promise<string[]> => {
  const { token } = await session(email);
  const headers = { ...(await server.signIn("dora")).headers, authorization: `Bearer ${token}` };
  const pulled = await server.app.inject({ url: `/v1/sync/pull?collection=${collection}&limit=100`, headers });
  const { rows } = pulled.json<{ rows: { document: { name: string } }[] }>();
  return rows.map(({ document }) => document.name).toSorted();
};

describe("an order that names companies which are not known yet", () => {
  it("adds the distributor's new reseller, the reseller's new customer and their requester, one below the other", async () => {
    const order = await orderOf("dora", {
      reseller: { externalId: "west", name: "The west", country: "fr" },
      customer: { externalId: "stall", name: "The stall" },
      requester: { email: "Stan@Stall.example", name: "Stan" },
    });
    expect(order).toMatchObject({
      requester: { name: "Stan" },
      customer: { name: "The stall" },
      reseller: { name: "The west" },
      distributor: { name: "The hub" },
    });
    const known = await companies("dora");
    expect(known.get("west")).toMatchObject({ kind: "reseller", parentId: "org-hub", country: "FR" });
    expect(known.get("stall")).toMatchObject({ kind: "customer", parentId: known.get("west")!.id });
    expect(known.get("stall")).not.toHaveProperty("country");
    expect(await seenBy("stan@stall.example", "organisations")).toEqual(["The hub", "The stall", "The west"]);
    expect(await seenBy("stan@stall.example", "people")).toEqual(["Stan"]);
    expect((await session("stan@stall.example")).person).toMatchObject({ roles: ["requester"], isActive: true });
  });

  it("puts the distributor's own new customer below the distributor, without a reseller", async () => {
    const order = await orderOf("dora", {
      customer: { externalId: "kiosk", name: "The kiosk" },
      requester: { email: "kim@kiosk.example" },
    });
    expect(order).not.toHaveProperty("reseller");
    expect((await companies("dora")).get("kiosk")).toMatchObject({ parentId: "org-hub" });
    expect((await companies("nick")).has("kiosk")).toBe(false);
  });

  it("puts a reseller's new customer below that reseller, whether it names itself or not", async () => {
    for (const [externalId, reseller] of [
      ["booth", undefined],
      ["tent", { externalId: "north" }],
    ] as const) {
      const order = await orderOf("nick", {
        customer: { externalId, name: externalId },
        requester: { email: `owner@${externalId}.example` },
        ...(reseller === undefined ? {} : { reseller }),
      });
      expect(order).toMatchObject({ reseller: { organisationId: "org-north" } });
      expect((await companies("nick")).get(externalId)).toMatchObject({ parentId: "org-north" });
    }
  });

  it("is refused if its sender may not add them, and says which company is missing", async () => {
    const west = { externalId: "far-west", name: "The far west" };
    expect(await send("nick", { reseller: west })).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(await send("alma", { reseller: west })).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(await send("dora", { reseller: { externalId: "far-west" } })).toMatchObject({
      status: 422,
      body: { code: "organisation-unknown", args: { externalId: "far-west" } },
    });
    expect((await companies("dora")).has("far-west")).toBe(false);
  });
});

describe("the reseller of an order", () => {
  it("is the one that the sender names, else the one above the customer", async () => {
    expect(await orderOf("dora", {})).toMatchObject({ reseller: { name: "The north" } });
    expect(await orderOf("dora", { reseller: { externalId: "south" } })).toMatchObject({
      reseller: { name: "The south" },
    });
    expect(await orderOf("carl", { reseller: { externalId: "north" } })).toMatchObject({
      reseller: { name: "The north" },
    });
    expect(await send("carl", { reseller: { externalId: "south" } })).toMatchObject({ status: 403 });
  });

  it("is nobody for a customer of the distributor", async () => {
    const guide = { email: "guide@museum.example", name: "Guide" };
    const order = await orderOf("dora", { customer: { externalId: "museum" }, requester: guide });
    expect(order).not.toHaveProperty("reseller");
    expect(order).toMatchObject({ distributor: { name: "The hub" } });
  });

  it("is refused if the company sells nothing", async () => {
    expect(await send("dora", { reseller: { externalId: "museum" } })).toMatchObject({
      status: 422,
      body: { code: "request-malformed", errors: [{ path: "reseller.externalId", code: "not-a-reseller" }] },
    });
  });
});

describe("the requester of an order", () => {
  it("is found whatever the case of the address", async () => {
    expect(await orderOf("dora", { requester: { email: emailOf("carl").toUpperCase() } })).toMatchObject({
      requester: { personId: idOf("carl") },
    });
  });

  it("is refused if they may no longer sign in, like an address that nobody has", async () => {
    const email = emailOf("gone");
    for (const name of ["dora", "nick", "alma"] as const)
      expect(await send(name, { requester: { email } })).toMatchObject({
        status: 422,
        body: { code: "person-unknown", args: { email } },
      });
  });

  it("is added once, even if several of their first orders arrive together", async () => {
    const requester = { email: "eager@bakery.example", name: "Eager" };
    const answers = await Promise.all([1, 2, 3, 4].map(() => send("nick", { requester })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const colleagues = await (await server.signIn("amy")).documents("people");
    expect(colleagues.filter(({ name }) => name === "Eager")).toHaveLength(1);
  });

  it("is added to the customer by its administrator, under the address if no name is given", async () => {
    const order = await orderOf("alma", { requester: { email: "newcomer@bakery.example" } });
    expect(order).toMatchObject({ requester: { name: "newcomer@bakery.example" } });
    const colleagues = await (await server.signIn("amy")).documents("people");
    expect(colleagues.find(({ name }) => name === "newcomer@bakery.example")).toMatchObject({
      organisationId: "org-bakery",
      roles: ["requester"],
      isActive: true,
    });
  });
});

describe("the description of the API", () => {
  it("explains how orders are sent, with three that it would accept", async () => {
    const { takeOrderIn } = orderOperations;
    const [described] = await descriptionsOf(server.app, { takeOrderIn });
    expect(described).toMatchObject({ tags: ["orders"], isUsable: true });
    expect(described?.examples).toHaveLength(3);
  });
});
