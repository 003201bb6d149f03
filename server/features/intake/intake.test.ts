import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";

import { timeLimit } from "#server/testing/database.ts";
import { emailOf, idOf } from "#server/testing/network.ts";
import type { TestClient, TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let dora: TestClient;
let nick: TestClient;
let carl: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  [dora, nick, carl] = await Promise.all([server.signIn("dora"), server.signIn("nick"), server.signIn("carl")]);
}, timeLimit);
afterAll(() => server.stop());

const send = (client: TestClient, change?: Partial<OrderRequest>) =>
  client.call("POST", "/v1/orders", orderRequest(change));
const source = (externalId: string) => ({ system: "api", externalId }) as const;
const refused = (status: number, code: string): unknown =>
  expect.objectContaining({ status, body: expect.objectContaining({ code }) as unknown });
const cheap: OrderRequest["lines"] = [
  { product: "Salt", quantity: "1", unitPrice: { amountMinor: 90, currency: "EUR" } },
];

describe("an order that is taken in", () => {
  it("W11 from a shop's basket is planned by the customer's policy, numbered, and answered with a receipt", async () => {
    const { status, body } = await send(dora, { costCentre: { id: "flour", name: "Flour" }, note: "soon" });
    expect(status).toBe(201);
    const { id, number, isNew } = orderReceiptSchema.parse(body);
    expect([isNew, number]).toEqual([true, expect.stringMatching(/^SO-\d{6}$/)]);
    expect(await (await server.signIn("carl")).order(id)).toMatchObject({
      revision: 1,
      status: "pending",
      erpStatus: "absent",
      requester: { personId: idOf("carl") },
      customer: { name: "The bakery" },
      reseller: { name: "The north" },
      distributor: { name: "The hub" },
      totals: { gross: { known: true, money: { amountMinor: 120_000, currency: "EUR" } } },
      flow: {
        stages: [{ role: "cost-centre-manager" }, { role: "approver", condition: { when: "spending-limit-exceeded" } }],
      },
      note: "soon",
    });
  });

  it("that no rule asks about needs no approval and goes to the ERP", async () => {
    const { id } = await server.place({ lines: cheap });
    expect(await carl.order(id)).toMatchObject({ status: "not-needed", erpStatus: "open", flow: { stages: [] } });
  });

  it("without prices needs a person: its amount is unknown, not zero", async () => {
    const { id } = await server.place({ lines: [{ product: "Salt", quantity: "1" }] });
    expect(await carl.order(id)).toMatchObject({
      status: "pending",
      totals: { gross: { known: false } },
      flow: { stages: [{ condition: { when: "amount-unknown" } }] },
    });
  });

  it("for which the platform still needs data waits with its plan and cannot be decided", async () => {
    const { id } = await server.place({ isWaitingForData: true });
    const device = (await server.signIn("amy")).device();
    expect(await device.push(device.approve({ id }))).toMatchObject([
      { code: "order-not-pending", args: { status: "waiting-for-data" } },
    ]);
  });

  it("of a customer without a policy follows the distributor's", async () => {
    const { body } = await send(dora, { customer: { externalId: "museum" }, lines: cheap });
    expect(await dora.order(String(body["id"]))).toMatchObject({
      flow: { policy: { id: "policy-hub" }, stages: [{ role: "distributor" }] },
    });
  });

  it("I23 is refused when nobody may approve it", async () => {
    const answer = await send(dora, { customer: { externalId: "press" }, requester: { email: emailOf("pia") } });
    expect(answer).toEqual(refused(422, "no-approver"));
    expect(answer.body["detail"]).toContain("Ask an administrator to name at least one active person");
  });

  it("keeps the number that it was sent with, unless that is taken", async () => {
    expect((await send(dora, { number: "PO-7" })).body).toMatchObject({ number: "PO-7" });
    expect(await send(dora, { number: "PO-7" })).toEqual(refused(409, "order-number-taken"));
  });

  it("never gets a number that somebody sent before", async () => {
    const { number } = await server.place();
    const next = `SO-${Number(number.slice(3)) + 1}`;
    await send(dora, { number: next });
    expect((await server.place()).number).not.toBe(next);
  });
});

describe("the same order sent again", () => {
  it("gives the same receipt and no second order, also at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(dora, { source: source("once") })));
    const [first, ...others] = answers.toSorted((left, right) => right.status - left.status);
    expect(first).toMatchObject({ status: 201, body: { isNew: true } });
    for (const other of others) expect(other).toMatchObject({ status: 200, body: { ...first!.body, isNew: false } });
    const orders = (await dora.documents("orders")).filter(({ source: { externalId } }) => externalId === "once");
    expect(orders).toHaveLength(1);
  });

  it("is not lost if a colleague's different order has the same id: 409 names that order", async () => {
    const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
    const first: Partial<OrderRequest> = { source: source("colleagues"), note: "soon", tax: euros(5), number: "B-1" };
    const { body } = await send(carl, first);
    const others: Partial<OrderRequest>[] = [
      { note: "later" },
      { lines: cheap },
      { lines: [...orderRequest().lines, ...cheap] },
      { tax: euros(6) },
      { number: "B-2" },
      { placedAt: "2026-01-01T00:00:00Z" },
      { costCentre: { id: "flour", name: "Flour" } },
      { levelAmounts: [{ role: "reseller", total: euros(5) }] },
      { recurrence: { interval: "P1M", startsAt: "2027-01-01T00:00:00.000Z", timeZone: "UTC" } },
    ];
    const taken = {
      status: 409,
      body: { code: "external-id-taken", args: { externalId: "colleagues", number: "B-1" } },
    };
    for (const other of others) expect(await send(carl, { ...first, ...other })).toMatchObject(taken);
    const cora = await server.signIn("cora");
    expect(await send(cora, { ...first, requester: { email: emailOf("cora") } })).toMatchObject(taken);
    const { number: _, ...unnumbered } = first;
    for (const again of [first, unnumbered, { ...first, reseller: { externalId: "north" }, isWaitingForData: true }])
      expect(await send(carl, again)).toMatchObject({ status: 200, body: { ...body, isNew: false } });
  });

  it("by another sender is another order: their ids are independent", async () => {
    const [first, second] = [await send(dora, { source: source("1") }), await send(nick, { source: source("1") })];
    expect([first.status, second.status]).toEqual([201, 201]);
  });
});

describe("parties that are not known yet", () => {
  const cafe = { externalId: "cafe", name: "The cafe", country: "de" };
  const owner = { email: "Owner@Cafe.example", name: "Ola Owner" };

  it("are added with the order, for everybody who may see them", async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        send(dora, { customer: cafe, requester: owner, reseller: { externalId: "south" } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const sven = await server.signIn("sven");
    const seen = (await sven.documents("organisations")).filter(({ externalId }) => externalId === "cafe");
    expect(seen).toMatchObject([{ name: "The cafe", kind: "customer", parentId: "org-south", country: "DE" }]);
    expect((await nick.documents("organisations")).map(({ externalId }) => externalId)).not.toContain("cafe");
    expect(await send(dora, { customer: cafe, requester: { email: "owner@cafe.example" } })).toMatchObject({
      status: 201,
    });
  });

  it("see their own organisation and its chain from then on", async () => {
    await send(nick, { customer: { externalId: "bar", name: "The bar" }, requester: { email: "barb@bar.example" } });
    const answer = await server.app.inject({
      method: "POST",
      url: "/v1/demo/sessions",
      payload: { email: "barb@bar.example" },
    });
    const { token } = answer.json<{ token: string }>();
    const headers = { ...nick.headers, authorization: `Bearer ${token}` };
    const namesIn = async (collection: string): Promise<string[]> => {
      const pulled = await server.app.inject({ url: `/v1/sync/pull?collection=${collection}&limit=100`, headers });
      return pulled.json<{ rows: { document: { name: string } }[] }>().rows.map(({ document }) => document.name);
    };
    expect((await namesIn("organisations")).toSorted()).toEqual(["The bar", "The hub", "The north"]);
    expect(await namesIn("people")).toEqual(["barb@bar.example"]);
    expect((await dora.documents("organisations")).map(({ name }) => name)).toContain("The bar");
  });

  it("without a name are refused", async () => {
    expect(await send(dora, { customer: { externalId: "nowhere" } })).toEqual(refused(422, "organisation-unknown"));
  });

  it("are not added by a requester", async () => {
    expect(await send(carl, { customer: { externalId: "new", name: "New" } })).toEqual(refused(403, "not-allowed"));
  });

  it("are not kept when the order is refused", async () => {
    const customer = { externalId: "short-lived", name: "Short" };
    const lines = [...cheap, { ...cheap[0]!, unitPrice: { amountMinor: 1, currency: "USD" } }];
    expect(await send(dora, { customer, lines })).toEqual(refused(422, "currency-mismatch"));
    expect((await dora.documents("organisations")).map(({ externalId }) => externalId)).not.toContain("short-lived");
  });
});

describe("the sender", () => {
  it("may be a requester for themselves, and nobody else", async () => {
    expect((await send(carl)).status).toBe(201);
    expect(await send(carl, { requester: { email: emailOf("cora") } })).toEqual(refused(422, "person-unknown"));
    expect(await send(carl, { customer: { externalId: "press" } })).toEqual(refused(403, "not-allowed"));
  });

  it("may be an admin for their own organisation", async () => {
    const alma = await server.signIn("alma");
    expect((await send(alma)).status).toBe(201);
    expect(await send(alma, { customer: { externalId: "museum" } })).toEqual(refused(403, "not-allowed"));
  });

  it("may be a reseller within its own chain", async () => {
    expect((await send(nick)).status).toBe(201);
    expect(await send(nick, { customer: { externalId: "press" } })).toEqual(refused(403, "not-allowed"));
    expect(await send(nick, { reseller: { externalId: "south" } })).toEqual(refused(403, "not-allowed"));
  });

  it("learns nothing about the addresses of other organisations", async () => {
    const [theirs, nobodys] = await Promise.all(
      [emailOf("pia"), "nobody@press.example"].map((email) => send(carl, { requester: { email } })),
    );
    expect([theirs?.body["code"], nobodys?.body["code"]]).toEqual(["person-unknown", "person-unknown"]);
    expect(await send(nick, { requester: { email: emailOf("pia") } })).toEqual(refused(422, "person-unknown"));
  });

  it("may not be an approver", async () => {
    expect(await send(await server.signIn("amy"))).toEqual(refused(403, "right-missing"));
  });
});

describe("an order that does not fit", () => {
  it("is refused with the path of each field", async () => {
    const lines = [{ product: "", quantity: "two", unitPrice: { amountMinor: 1.5, currency: "XXX" } }];
    const { status, headers, body } = await send(dora, { lines });
    expect([status, headers["content-type"]]).toEqual([400, "application/problem+json; charset=utf-8"]);
    expect(body).toMatchObject({ code: "request-malformed", args: { path: "lines.0.product" } });
    expect((body["errors"] as { path: string }[]).map(({ path }) => path)).toEqual([
      "lines.0.product",
      "lines.0.quantity",
      "lines.0.unitPrice.amountMinor",
      "lines.0.unitPrice.currency",
    ]);
  });

  it("is refused when a text cannot be stored", async () => {
    expect(await send(dora, { note: "half a pair: \ud800" })).toMatchObject({
      status: 400,
      body: {
        errors: [{ path: "note", code: "unstorable-character", problem: "contains a character that cannot be stored" }],
      },
    });
  });

  it("may contain discounts, but is refused if a negative total would add to a budget or a credit", async () => {
    const line = (amountMinor: number) => ({ ...cheap[0]!, unitPrice: { amountMinor, currency: "EUR" } });
    const discounted = [line(5_000), line(-5_000)];
    expect((await send(dora, { lines: discounted })).status).toBe(201);
    const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
    const negative: [change: Partial<OrderRequest>, path: string, total: object][] = [
      [{ lines: [line(-1)] }, "lines", euros(-1)],
      [{ lines: discounted, shipping: euros(-2) }, "lines", euros(-2)],
      [{ lines: discounted, tax: euros(-3) }, "lines", euros(-3)],
      [{ lines: [line(-4)], tax: euros(500) }, "lines", euros(-4)],
      [{ levelAmounts: [{ role: "distributor", total: euros(-5) }] }, "levelAmounts.0.total", euros(-5)],
    ];
    for (const [change, path, total] of negative)
      expect(await send(dora, change)).toMatchObject({
        status: 422,
        body: { code: "amount-negative", args: { total }, errors: [{ path }] },
      });
  });

  it("is refused with the field whose currency differs", async () => {
    const tax = { amountMinor: 5, currency: "KWD" };
    expect(await send(dora, { tax })).toMatchObject({
      status: 422,
      body: { code: "currency-mismatch", args: { left: "EUR", right: "KWD" }, errors: [{ path: "tax.currency" }] },
    });
  });
});
