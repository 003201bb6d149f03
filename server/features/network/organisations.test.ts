import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;

const url = "/v1/organisations";
const call = async (name: TestPerson, method: "GET" | "PATCH" | "POST", path: string, body?: object) => {
  const { status, body: answer } = await (await server.signIn(name)).call(method, path, body);
  return { status, body: answer };
};
const seenBy = async (name: TestPerson) =>
  (await (await server.signIn(name)).documents("organisations")).map((one) => one.name).toSorted();

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ["dora", "nick", "sven", "vito"] as const) {
    const person = testNetwork.people.find(({ id }) => id === idOf(name))!;
    const document = JSON.stringify({ ...person, roles: [...new Set([...person.roles, "admin"])] });
    await server.database.db.updateTable("people").set({ document }).where("id", "=", person.id).execute();
  }
});
afterAll(() => server.stop());

describe("the companies of a network", () => {
  it("are added by the distributor below itself or its resellers, and reach everybody who may see them", async () => {
    const added = await call("dora", "POST", url, {
      name: "The cafe",
      kind: "customer",
      parentId: "org-north",
      externalId: "cafe",
    });
    expect(added).toMatchObject({ status: 201, body: { name: "The cafe", parentId: "org-north", externalId: "cafe" } });
    expect(await seenBy("nick")).toContain("The cafe");
    expect(await seenBy("sven")).not.toContain("The cafe");
    const reseller = await call("dora", "POST", url, { name: "The west", kind: "reseller" });
    expect(reseller).toMatchObject({ status: 201, body: { parentId: "org-hub" } });
    const placed = await (
      await server.signIn("dora")
    ).call("POST", "/v1/orders", {
      ...orderRequest({ customer: { externalId: "cafe" }, requester: { email: "jo@cafe.example", name: "Jo" } }),
      reseller: { externalId: "north" },
    });
    expect(placed.status).toBe(201);
  });

  it("are added by a reseller only as its customers, and otherwise only by administrators of a seller", async () => {
    expect(await call("nick", "POST", url, { name: "The inn", kind: "customer" })).toMatchObject({
      status: 201,
      body: { parentId: "org-north" },
    });
    const refusals = [
      await call("nick", "POST", url, { name: "X", kind: "reseller" }),
      await call("nick", "POST", url, { name: "X", kind: "customer", parentId: "org-south" }),
      await call("nick", "POST", url, { name: "X", kind: "customer", parentId: "org-hub" }),
      await call("nick", "POST", url, { name: "X", kind: "customer", parentId: "org-bakery" }),
      await call("alma", "POST", url, { name: "X", kind: "customer" }),
      await call("vito", "POST", url, { name: "X", kind: "vendor" }),
      await call("amy", "POST", url, { name: "X", kind: "customer" }),
      await call("dora", "POST", url, { name: "X", kind: "reseller", parentId: "org-north" }),
      await call("dora", "POST", url, { name: "X", kind: "distributor" }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 404, 404, 422, 403, 403, 403, 422, 400]);
    expect(await seenBy("dora")).not.toContain("X");
  });

  it("have unique numbers, even if two are added at once", async () => {
    const twins = await Promise.all(
      ["One", "Two"].map((name) => call("dora", "POST", url, { name, kind: "customer", externalId: "twin" })),
    );
    expect(new Set(twins.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(twins.find(({ status }) => status === 409)?.body).toMatchObject({ code: "company-number-taken" });
    expect((await call("dora", "PATCH", `${url}/org-press`, { externalId: "bakery" })).status).toBe(409);
    expect((await call("dora", "PATCH", `${url}/org-press`, { externalId: "press", name: "The press" })).status).toBe(
      200,
    );
  });

  it("are added once, however often the same request arrives", async () => {
    const dora = await server.signIn("dora");
    const send = () => dora.call("POST", url, { name: "Once", kind: "customer" }, { "idempotency-key": "once" });
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
    expect((await seenBy("dora")).filter((name) => name === "Once")).toHaveLength(1);
  });

  it("are renamed by those above them, for everybody at once; orders keep the name from when they were placed", async () => {
    const { id } = await server.place();
    const changed = await call("nick", "PATCH", `${url}/org-bakery`, { name: "The new bakery", country: "DE" });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: "The new bakery", country: "DE", externalId: "bakery" },
    });
    for (const name of ["amy", "nick", "dora"] as const) expect(await seenBy(name)).toContain("The new bakery");
    expect((await (await server.signIn("amy")).order(id)).customer.name).toBe("The bakery");
    const refusals = [
      await call("alma", "PATCH", `${url}/org-bakery`, { name: "Mine" }),
      await call("sven", "PATCH", `${url}/org-bakery`, { name: "Mine" }),
      await call("amy", "PATCH", `${url}/org-bakery`, { name: "Mine" }),
      await call("nick", "PATCH", `${url}/org-north`, { name: "Mine" }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 404, 403, 403]);
    expect((await call("dora", "PATCH", `${url}/org-hub`, { name: "The new hub" })).status).toBe(200);
  });

  it("are listed page by page, for those who may see them", async () => {
    const names: string[] = [];
    for (let after = ""; ;) {
      const { body } = await call("dora", "GET", `${url}?limit=3${after}`);
      const { organisations, next } = body as { organisations: { name: string }[]; next?: string };
      names.push(...organisations.map(({ name }) => name));
      if (next === undefined) break;
      after = `&after=${next}`;
    }
    expect(names.toSorted()).toEqual(await seenBy("dora"));
    expect((await call("amy", "GET", `${url}/org-bakery`)).status).toBe(200);
    expect((await call("amy", "GET", `${url}/org-press`)).status).toBe(404);
  });
});
