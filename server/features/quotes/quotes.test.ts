import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { SubAccount } from "@countersign/shared/domain/shop-account.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { storeAccounts, storedAccount } from "#server/testing/sub-accounts.ts";

import { expiryQueue } from "./expire.ts";
import { quoteRequest } from "./testing/quote-request.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

const limited = (change: Partial<SubAccount> = {}) =>
  storedAccount("carl", {
    mayAuthorize: false,
    budget: {
      kind: "limited",
      limits: [{ limit: { amountMinor: 100_00, currency: "EUR" }, authorizers: [idOf("ben")] }],
    },
    ...change,
  });

beforeAll(async () => {
  server = await startTestServer();
  const policy = testNetwork.policies[0]!;
  const rule = {
    condition: { when: "authorizer-limit-exceeded" },
    role: "authorizer",
    requirement: { mode: "any" },
    candidates: [],
  };
  await server.database.db
    .updateTable("policies")
    .set({ document: JSON.stringify({ ...policy, rules: [rule] }) })
    .where("id", "=", policy.id)
    .execute();
  await storeAccounts(server.services.db, limited(), storedAccount("ben"));
}, timeLimit);
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
  expect([status, body["status"]]).toEqual([201, "placed"]);
  return String(body["id"]);
};
const refused = (status: number, code: string, args: object = {}): unknown =>
  expect.objectContaining({
    status,
    body: expect.objectContaining({ code, args: expect.objectContaining(args) as unknown }) as unknown,
  });

describe("a quote", () => {
  it("S54 is placed by a sub-account, whatever it may spend, and asks nobody", async () => {
    const before = server.mails.length;
    const { body } = await call("carl", "POST", "/v1/quotes", quoteRequest({ note: "For the new branch" }));
    expect(body).toMatchObject({
      number: expect.stringMatching(/^Q-\d{6}$/) as unknown,
      status: "placed",
      buyer: { personId: idOf("carl") },
      customer: { name: "The bakery" },
      reseller: { name: "The north" },
      totals: { gross: { known: true, money: { amountMinor: 1_200_00, currency: "EUR" } } },
      note: "For the new branch",
    });
    await server.settle();
    expect(server.mails).toHaveLength(before);
    expect(await (await server.signIn("ben")).documents("orders")).toEqual([]);
  });

  it("is refused if it names items of a subscription, with which it could never become an order", async () => {
    const [line] = quoteRequest().lines;
    expect(await call("carl", "POST", "/v1/quotes", quoteRequest({ lines: [{ ...line, id: "line-1" }] }))).toEqual(
      refused(422, "request-malformed", { path: "lines.0.id" }),
    );
  });

  it("is refused if its total is negative", async () => {
    const lines = [{ product: "Refund", quantity: "1", unitPrice: { amountMinor: -1, currency: "EUR" } }];
    const total = { amountMinor: -1, currency: "EUR" };
    expect(await call("carl", "POST", "/v1/quotes", quoteRequest({ lines }))).toEqual(
      refused(422, "amount-negative", { total }),
    );
  });

  it("S54 S18 is refused to a deactivated account; S20 S37 needs no right to order until it becomes an order", async () => {
    await storeAccounts(server.services.db, limited({ isActivated: false }));
    expect(await call("carl", "POST", "/v1/quotes", quoteRequest())).toEqual(refused(422, "account-deactivated"));
    await storeAccounts(server.services.db, limited({ mayOrder: false }));
    const id = await placed();
    expect(await call("carl", "POST", `/v1/quotes/${id}/order`)).toEqual(refused(422, "may-not-order"));
    await storeAccounts(server.services.db, limited());
    expect((await call("carl", "POST", `/v1/quotes/${id}/order`)).status).toBe(201);
  });

  it("S55 is not approved before its buyer has converted it; then the order is, by the authorizer of the limit", async () => {
    const id = await placed();
    const { body: quote } = await call("ben", "GET", `/v1/quotes/${id}`);
    const decide = (orderId: string) => call("ben", "POST", `/v1/orders/${orderId}/decisions`, { outcome: "approved" });
    expect(await decide(id)).toEqual(refused(409, "quote-not-converted", { quote: quote["number"], buyer: "carl" }));
    const { status, body: order } = await call("carl", "POST", `/v1/quotes/${id}/order`);
    expect([status, order["status"]]).toEqual([201, "pending"]);
    expect(await decide(id)).toEqual(refused(409, "quote-already-converted", { order: order["number"] }));
    expect(await (await server.signIn("ben")).order(String(order["id"]))).toMatchObject({
      requester: { personId: idOf("carl") },
      flow: { stages: [{ role: "authorizer", condition: { when: "authorizer-limit-exceeded" } }] },
    });
    expect((await decide(String(order["id"]))).body).toMatchObject({ status: "approved" });
    expect((await call("carl", "GET", `/v1/quotes/${id}`)).body).toMatchObject({
      status: "converted",
      order: { id: order["id"], number: order["number"] },
    });
  });

  it("S55 becomes one order, even if it is converted twice at the same time", async () => {
    const id = await placed();
    const answers = await Promise.all([1, 2, 3].map(() => call("carl", "POST", `/v1/quotes/${id}/order`)));
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)).toEqual(refused(409, "quote-already-converted"));
  });

  it("S55 gets the same answer if it is converted again under the same idempotency key", async () => {
    const id = await placed();
    const convert = () =>
      call("carl", "POST", `/v1/quotes/${id}/order`, undefined, { "idempotency-key": `convert-${id}` });
    const [once, again] = [await convert(), await convert()];
    expect([once.status, again.status, again.body]).toEqual([201, 201, once.body]);
    expect(again.headers["idempotency-replayed"]).toBe("true");
  });

  it("S55 is converted by its buyer, or by a seller's shop in their name, and by nobody else", async () => {
    const id = await placed();
    expect(await call("alma", "POST", `/v1/quotes/${id}/order`)).toEqual(refused(403, "quote-of-another-account"));
    expect(await call("cora", "POST", `/v1/quotes/${id}/order`)).toEqual(refused(404, "not-found"));
    const { status, body } = await call("nick", "POST", `/v1/quotes/${id}/order`);
    expect(status).toBe(201);
    expect(await (await server.signIn("carl")).order(String(body["id"]))).toMatchObject({
      requester: { personId: idOf("carl") },
    });
  });

  it("S54 is read by its buyer, the authorizers of their orders, the customer's administrators and the sellers", async () => {
    const id = await placed();
    for (const name of ["carl", "ben", "alma", "nick", "dora"] as const) {
      expect((await call(name, "GET", `/v1/quotes/${id}`)).status).toBe(200);
      expect(JSON.stringify((await call(name, "GET", "/v1/quotes?status=placed")).body)).toContain(id);
    }
    for (const name of ["amy", "cora", "mona", "sven", "pia"] as const) {
      expect((await call(name, "GET", `/v1/quotes/${id}`)).status).toBe(404);
      expect((await call(name, "GET", "/v1/quotes")).body).toEqual({ quotes: [] });
    }
    const { body } = await call("carl", "GET", "/v1/quotes?limit=1");
    const rest = await call("carl", "GET", `/v1/quotes?after=${String(body["next"])}`);
    expect(JSON.stringify(rest.body)).not.toContain(JSON.stringify(body["quotes"]).slice(8, 44));
    expect(JSON.stringify(rest.body)).toContain(id);
  });

  it("S54 is withdrawn for good, which can be repeated, and expires when its time is over", async () => {
    const id = await placed();
    expect(await call("sven", "POST", `/v1/quotes/${id}/withdraw`)).toEqual(refused(404, "not-found"));
    for (const _ of [1, 2])
      expect((await call("carl", "POST", `/v1/quotes/${id}/withdraw`)).body).toMatchObject({ status: "withdrawn" });
    expect(await call("carl", "POST", `/v1/quotes/${id}/order`)).toEqual(
      refused(409, "quote-closed", { status: "withdrawn" }),
    );
    const validUntil = new Date(Date.parse(server.clock.now()) + 86_400_000).toISOString();
    const expiring = await placed({ validUntil });
    server.clock.advance(86_400_000);
    expect((await call("carl", "GET", `/v1/quotes/${expiring}`)).body).toMatchObject({ status: "expired", validUntil });
    expect(await call("carl", "POST", `/v1/quotes/${expiring}/order`)).toEqual(
      refused(409, "quote-closed", { status: "expired" }),
    );
    const found = async () => JSON.stringify((await call("carl", "GET", "/v1/quotes?status=expired")).body);
    expect(await found()).not.toContain(expiring);
    await server.jobs.tick(expiryQueue);
    await server.settle();
    expect(await found()).toContain(expiring);
  });

  it("S54 keeps the prices that were quoted, and refuses parties and amounts like an order", async () => {
    const mixed = [
      ...quoteRequest().lines,
      { product: "Salt", quantity: "1", unitPrice: { amountMinor: 90, currency: "USD" } },
    ];
    expect(await call("carl", "POST", "/v1/quotes", quoteRequest({ lines: mixed }))).toEqual(
      refused(422, "currency-mismatch"),
    );
    expect(await call("carl", "POST", "/v1/quotes", quoteRequest({ customer: { externalId: "press" } }))).toEqual(
      refused(403, "not-allowed"),
    );
    const other = quoteRequest({ requester: { email: emailOf("cora") } });
    expect(await call("carl", "POST", "/v1/quotes", other)).toEqual(refused(422, "person-unknown"));
  });

  it("S54 names no item of a subscription: it changes none", async () => {
    const [line] = quoteRequest().lines;
    const naming = quoteRequest({ lines: [{ ...line, id: "line-1" }] });
    expect(await call("carl", "POST", "/v1/quotes", naming)).toEqual(
      refused(422, "request-malformed", { path: "lines.0.id" }),
    );
  });
});
