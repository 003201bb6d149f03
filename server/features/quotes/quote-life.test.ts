import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { quoteOperations } from "@countersign/shared/contract/api/quotes.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { answeredMeanwhile } from "#server/testing/answered-meanwhile.ts";
import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { storeAccounts, storedAccount } from "#server/testing/sub-accounts.ts";

import { registerQuotes } from "./expire.ts";
import { quoteRequest } from "./testing/quote-request.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

const day = 86_400_000;
const known = (amountMinor: number) => ({ known: true, money: { amountMinor, currency: "EUR" } });

/** Makes ben the authorizer of everything that carl orders: he reads carl's quotes. */
const authorizedByBen = (): Promise<void> =>
  storeAccounts(
    server.services.db,
    storedAccount("carl", {
      mayAuthorize: false,
      budget: {
        kind: "limited",
        limits: [{ limit: { amountMinor: 100_00, currency: "EUR" }, authorizers: [idOf("ben")] }],
      },
    }),
  );

beforeAll(async () => {
  server = await startTestServer();
  await authorizedByBen();
}, timeLimit);
beforeEach(() => server.services.db.deleteFrom("quotes").execute());
afterAll(() => server.stop());

const call = async (
  name: TestPerson,
  method: "GET" | "POST",
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => (await server.signIn(name)).call(method, url, body, headers);

const placed = async (change: object = {}): Promise<string> => {
  const { status, body } = await call("carl", "POST", "/v1/quotes", quoteRequest(change));
  expect([status, body["code"]]).toEqual([201, undefined]);
  return String(body["id"]);
};
const convert = (name: TestPerson, id: string, headers?: Record<string, string>) =>
  call(name, "POST", `/v1/quotes/${id}/order`, undefined, headers);
const withdraw = (name: TestPerson, id: string) => call(name, "POST", `/v1/quotes/${id}/withdraw`);
const statusOf = async (id: string) => (await call("carl", "GET", `/v1/quotes/${id}`)).body["status"];
const listed = async (name: TestPerson, query = "") => {
  const { body } = await call(name, "GET", `/v1/quotes${query}`);
  return { ids: (body["quotes"] as { id: string }[]).map(({ id }) => id), next: body["next"] };
};
const refused = (status: number, code: string, args: object = {}) => ({ status, body: { code, args } });

describe("placing a quote", () => {
  it("keeps everything that was asked for, which the order then has too", async () => {
    const wanted = {
      validUntil: "2027-01-31T23:00:00.000Z",
      costCentre: { id: "flour", name: "Flour" },
      recurrence: { interval: "P1M", startsAt: "2026-12-01T00:00:00.000Z", timeZone: "Europe/Berlin" },
      note: "For the new branch",
    };
    const { body } = await call("carl", "POST", "/v1/quotes", quoteRequest(wanted));
    expect(body).toMatchObject({
      ...wanted,
      placedAt: expect.stringMatching(/^2026-11-21T/) as unknown,
      customer: { organisationId: "org-bakery", name: "The bakery" },
      reseller: { organisationId: "org-north", name: "The north" },
      distributor: { organisationId: "org-hub", name: "The hub" },
    });
    const { validUntil: _validUntil, ...ordered } = wanted;
    const { body: receipt } = await convert("carl", String(body["id"]));
    expect(await (await server.signIn("carl")).order(String(receipt["id"]))).toMatchObject({
      ...ordered,
      source: { system: "api" },
      lines: [{ product: "Oven" }],
      totals: { gross: known(1_200_00) },
    });
  });

  it("has none of what was not asked for, and no seller in between who sells nothing", async () => {
    const quote = await call("dora", "POST", "/v1/quotes", {
      ...quoteRequest(),
      customer: { externalId: "museum" },
      requester: { email: "guide@museum.example" },
    });
    expect(quote.body).toMatchObject({ distributor: { name: "The hub" } });
    for (const field of ["validUntil", "reseller", "costCentre", "recurrence", "note", "order"])
      expect(quote.body).not.toHaveProperty(field);
  });

  it("shows a buyer whom a seller added with the quote to those who may see them", async () => {
    const nick = await server.signIn("nick");
    const { checkpoint } = await nick.pull("organisations");
    const stand = { customer: { externalId: "stand", name: "The stand" }, requester: { email: "sue@stand.example" } };
    expect((await call("nick", "POST", "/v1/quotes", quoteRequest(stand))).status).toBe(201);
    expect((await nick.pull("organisations", checkpoint)).rows).toMatchObject([{ document: { name: "The stand" } }]);
  });

  it("happens once under an idempotency key", async () => {
    const key = { "idempotency-key": "quote-1" };
    const wanted = quoteRequest();
    const send = () => call("carl", "POST", "/v1/quotes", wanted, key);
    const [once, again] = [await send(), await send()];
    expect([once.status, again.status, again.body]).toEqual([201, 201, once.body]);
    expect((await listed("carl")).ids).toEqual([once.body["id"]]);
    const slow = await answeredMeanwhile(server.services.db, "quotes", () =>
      call("carl", "POST", "/v1/quotes", wanted, { "idempotency-key": "quote-2" }),
    );
    expect(slow).toMatchObject({ status: 409, body: { code: "request-in-progress" } });
    expect((await listed("carl")).ids).toEqual([once.body["id"]]);
  });
});

describe("reading quotes", () => {
  it("comes page by page, the oldest first, and ends with a full page too", async () => {
    const all = [await placed(), await placed(), await placed(), await placed()];
    const first = await listed("carl", "?limit=2");
    expect(first.ids).toEqual(all.slice(0, 2));
    expect(await listed("carl", `?limit=2&after=${String(first.next)}`)).toEqual({ ids: all.slice(2) });
    expect(await listed("carl")).toEqual({ ids: all });
  });

  it("A76 shows nobody above the reseller what the buyer would pay", async () => {
    const id = await placed();
    const shown = async (name: TestPerson) => [
      JSON.stringify((await call(name, "GET", `/v1/quotes/${id}`)).body),
      JSON.stringify((await call(name, "GET", "/v1/quotes")).body),
    ];
    for (const text of await shown("nick")) expect(text).toMatch(/120000/);
    for (const text of await shown("dora")) expect(text).not.toMatch(/120000|60000/);
    expect(JSON.stringify((await withdraw("dora", id)).body)).not.toMatch(/120000|60000/);
  });

  it("tells nobody of a quote that does not exist", async () => {
    const id = "01890000-0000-7000-8000-000000000000";
    for (const answer of [
      await call("carl", "GET", `/v1/quotes/${id}`),
      await convert("carl", id),
      await withdraw("carl", id),
    ])
      expect(answer).toMatchObject(refused(404, "not-found"));
  });
});

describe("withdrawing a quote", () => {
  it("is for those who may order for its buyer, and not for an authorizer who reads it", async () => {
    for (const name of ["carl", "alma", "nick", "dora"] as const) {
      const id = await placed();
      expect(await withdraw("ben", id)).toMatchObject(refused(403, "right-missing"));
      expect(await statusOf(id)).toBe("placed");
      expect((await withdraw(name, id)).body).toMatchObject({ id, status: "withdrawn" });
      expect(await statusOf(id)).toBe("withdrawn");
      expect((await listed("carl", "?status=placed")).ids).not.toContain(id);
    }
  });

  it("is refused to a requester who reads the quotes of a colleague", async () => {
    const id = await placed();
    const ben = testNetwork.people.find((person) => person.id === idOf("ben"))!;
    const requester = { document: JSON.stringify({ ...ben, roles: ["requester"] }) };
    const { db } = server.services;
    await db.updateTable("people").set(requester).where("id", "=", ben.id).execute();
    expect(await withdraw("ben", id)).toMatchObject(refused(403, "not-allowed"));
    expect(await statusOf(id)).toBe("placed");
    await db
      .updateTable("people")
      .set({ document: JSON.stringify(ben) })
      .where("id", "=", ben.id)
      .execute();
  });

  it("S55 comes too late once it is converted or has expired", async () => {
    const id = await placed();
    const { body: order } = await convert("carl", id);
    expect(await withdraw("carl", id)).toMatchObject(
      refused(409, "quote-already-converted", { order: order["number"] }),
    );
    expect(await statusOf(id)).toBe("converted");
    const expiring = await placed({ validUntil: new Date(Date.parse(server.clock.now()) + day).toISOString() });
    server.clock.advance(day);
    expect(await withdraw("carl", expiring)).toMatchObject(refused(409, "quote-closed", { status: "expired" }));
    expect(await statusOf(expiring)).toBe("expired");
  });
});

describe("converting a quote", () => {
  it("makes no order if its request was repeated and answered meanwhile; the quote stays open", async () => {
    const id = await placed();
    const slow = await answeredMeanwhile(server.services.db, "orders", () =>
      convert("carl", id, { "idempotency-key": "convert" }),
    );
    expect(slow).toMatchObject(refused(409, "request-in-progress"));
    expect(await statusOf(id)).toBe("placed");
    expect((await convert("carl", id)).status).toBe(201);
  });

  it("is refused like an order that nobody may approve, and the quote stays open", async () => {
    const id = await placed();
    const { db } = server.services;
    const policy = testNetwork.policies[0]!;
    const store = (rules: object[]) =>
      db
        .updateTable("policies")
        .set({ document: JSON.stringify({ ...policy, rules }) })
        .where("id", "=", policy.id)
        .execute();
    await store([{ ...policy.rules[1], condition: { when: "every-order" }, candidates: [] }]);
    expect(await convert("carl", id)).toMatchObject(refused(422, "no-approver"));
    expect(await statusOf(id)).toBe("placed");
    await store([...policy.rules]);
  });

  it("is refused, like everything about quotes, to somebody whose role sells nothing where they work", async () => {
    const id = await placed();
    const nick = testNetwork.people.find((person) => person.id === idOf("nick"))!;
    const store = (document: object) =>
      server.services.db
        .updateTable("people")
        .set({ document: JSON.stringify(document) })
        .where("id", "=", nick.id)
        .execute();
    await store({ ...nick, roles: ["distributor"] });
    for (const answer of [
      await call("nick", "POST", "/v1/quotes", quoteRequest()),
      await convert("nick", id),
      await withdraw("nick", id),
    ])
      expect(answer).toMatchObject(refused(403, "not-allowed"));
    await store(nick);
    expect(await statusOf(id)).toBe("placed");
  });

  it("S55 names the quote's order to whoever tries to decide on the quote", async () => {
    const id = await placed();
    const decide = (name: TestPerson, which: string) =>
      call(name, "POST", `/v1/orders/${which}/decisions`, { outcome: "approved" });
    await withdraw("carl", id);
    expect(await decide("ben", id)).toMatchObject(refused(409, "quote-closed", { status: "withdrawn" }));
    expect(await decide("amy", id)).toMatchObject(refused(404, "not-found"));
    const { id: orderId } = await server.place();
    expect((await decide("ben", orderId as Order["id"])).body).toMatchObject({ status: "approved" });
  });
});

describe("the description of the API", () => {
  it("explains quotes with two requests that it would accept", async () => {
    const described = await descriptionsOf(server.app, quoteOperations);
    for (const each of described) expect(each).toMatchObject({ tags: ["quotes"], isUsable: true });
    expect(described.find(({ id }) => id === "placeQuote")?.examples).toHaveLength(2);
  });
});

describe("the jobs of quotes", () => {
  it("keep their names, because they outlive a deployment, and run every hour", async () => {
    expect(await registeredJobs(server.services, registerQuotes)).toEqual({ "quote-expiry": "41 * * * *" });
  });
});
