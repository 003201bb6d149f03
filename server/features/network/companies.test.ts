import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { answeredMeanwhile } from "#server/testing/answered-meanwhile.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ["dora", "nick", "vito"] as const) {
    const person = testNetwork.people.find(({ id }) => id === idOf(name))!;
    const document = JSON.stringify({ ...person, roles: [...new Set([...person.roles, "admin"])] });
    await server.database.db.updateTable("people").set({ document }).where("id", "=", person.id).execute();
  }
});
afterAll(() => server.stop());

const call = async (
  name: TestPerson,
  method: "GET" | "PATCH" | "POST",
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => (await server.signIn(name)).call(method, `/v1/organisations${path}`, body, headers);
const refused = (status: number, code: string, args: object = {}) => ({ status, body: { code, args } });
const numbers = async () =>
  (await server.database.db.selectFrom("organisations").select("external_id").execute()).map(
    ({ external_id: number }) => number,
  );

describe("a company that is added", () => {
  it("is answered as it is stored, and reaches the devices of those who may see it", async () => {
    const [nick, dora] = [await server.signIn("nick"), await server.signIn("dora")];
    const checkpoints = [(await nick.pull("organisations")).checkpoint, (await dora.pull("organisations")).checkpoint];
    const wanted = { name: "The cafe", kind: "customer", parentId: "org-north", externalId: "cafe", country: "DE" };
    const { status, body } = await call("dora", "POST", "", wanted);
    expect([status, body]).toEqual([201, { ...wanted, id: expect.any(String) as unknown }]);
    for (const [index, person] of [nick, dora].entries())
      expect((await person.pull("organisations", checkpoints[index])).rows).toEqual([
        { deleted: false, document: body },
      ]);
    expect((await call("nick", "GET", `/${String(body["id"])}`)).body).toEqual(body);
    expect((await call("sven", "GET", `/${String(body["id"])}`)).status).toBe(404);
  });

  it("is refused below a company that has none of its kind, with what does not fit", async () => {
    for (const [kind, parent] of [
      ["reseller", "north"],
      ["vendor", "north"],
      ["customer", "mill"],
      ["customer", "bakery"],
    ] as const) {
      const answer = await call("dora", "POST", "", { name: "X", kind, parentId: `org-${parent}` });
      expect(answer).toMatchObject({
        status: 422,
        body: { code: "request-malformed", errors: [{ path: "parentId", code: "misplaced-below" }] },
      });
      expect(JSON.stringify(answer.body)).toContain(kind);
    }
    for (const kind of ["vendor", "reseller", "customer"] as const)
      expect((await call("dora", "POST", "", { name: `New ${kind}`, kind })).body).toMatchObject({
        kind,
        parentId: "org-hub",
      });
    expect(await call("alma", "POST", "", { name: "X", kind: "customer" })).toMatchObject(refused(403, "not-allowed"));
  });

  it("is added once by a request that is repeated, even while the first one is under way", async () => {
    const wanted = { name: "Slow", kind: "customer", externalId: "slow" };
    const slow = await answeredMeanwhile(server.services.db, "organisations", () =>
      call("dora", "POST", "", wanted, { "idempotency-key": "slow" }),
    );
    expect(slow).toMatchObject(refused(409, "request-in-progress"));
    expect(await numbers()).not.toContain("slow");
  });
});

describe("the number of a company", () => {
  it("is changed by the distributor, and from then on orders find the company by it", async () => {
    expect((await call("dora", "PATCH", "/org-museum", { externalId: "gallery" })).body).toMatchObject({
      externalId: "gallery",
      name: "The museum",
    });
    const requester = { email: "guide@museum.example" };
    const order = (externalId: string) =>
      server
        .signIn("dora")
        .then((dora) => dora.call("POST", "/v1/orders", orderRequest({ customer: { externalId }, requester })));
    expect((await order("gallery")).status).toBe(201);
    expect(await order("museum")).toMatchObject({ status: 422, body: { code: "organisation-unknown" } });
  });

  it("is refused if another company has it, and nothing of the change is stored", async () => {
    expect(await call("dora", "PATCH", "/org-press", { externalId: "bakery", name: "Other" })).toMatchObject(
      refused(409, "company-number-taken", { externalId: "bakery" }),
    );
    expect(await call("dora", "POST", "", { name: "Other", kind: "customer", externalId: "bakery" })).toMatchObject(
      refused(409, "company-number-taken", { externalId: "bakery" }),
    );
    expect((await call("dora", "GET", "/org-press")).body).toMatchObject({ name: "The press", externalId: "press" });
  });

  it("is not the reseller's to change, who may give its customers another name", async () => {
    expect(await call("nick", "PATCH", "/org-bakery", { externalId: "mine" })).toMatchObject(
      refused(403, "not-allowed"),
    );
    const same = { externalId: "bakery", name: "The bakery on the hill" };
    expect((await call("nick", "PATCH", "/org-bakery", same)).body).toMatchObject(same);
  });
});

describe("a company that is changed", () => {
  it("reaches the devices of those who may see it, and of nobody else", async () => {
    const people = await Promise.all((["amy", "nick", "dora", "sven"] as const).map((name) => server.signIn(name)));
    const before = await Promise.all(people.map((person) => person.pull("organisations")));
    const { body } = await call("nick", "PATCH", "/org-bakery", { country: "AT" });
    const seen = [];
    for (const [index, person] of people.entries())
      seen.push((await person.pull("organisations", before[index]!.checkpoint)).rows);
    const changed = [{ deleted: false, document: body }];
    expect(seen).toEqual([changed, changed, changed, []]);
  });
});

describe("the list of companies", () => {
  it("ends with a full page too", async () => {
    const all = (await call("nick", "GET", "?limit=200")).body as { organisations: { id: string }[]; next?: string };
    const ids = all.organisations.map(({ id }) => id);
    expect([ids.length > 3, ids, all.next]).toEqual([true, ids.toSorted(), undefined]);
    expect((await call("nick", "GET", `?limit=${ids.length}`)).body).not.toHaveProperty("next");
    const first = (await call("nick", "GET", `?limit=${ids.length - 1}`)).body;
    expect(first["next"]).toBe(ids.at(-2));
  });
});
