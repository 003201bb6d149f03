import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { OrderRequest } from "#shared/contract/intake.ts";
import type { ExecutionSettings } from "#shared/domain/execution.ts";
import type { Order } from "#shared/domain/order.ts";
import type { ResellerAccount } from "#shared/domain/reseller-account.ts";

import type { Setting } from "#server/settings/kinds.ts";
import { putSetting } from "#server/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { checkOrder } from "./check-order.ts";
import { totalCostOf } from "./credit.ts";

vi.setConfig({ testTimeout: timeLimit });

type Answer = (body: Record<string, unknown>, id: string) => { status?: number; body?: object } | "silence";

let server: TestServer;
let service: Server;
let url: string;
let asked: { path: string; id: string; body: Record<string, unknown> }[] = [];
let gatewayAnswer: Answer;
let connectorAnswer: Answer;
const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

beforeAll(async () => {
  server = await startTestServer();
  service = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const id = String(request.headers["idempotency-key"]);
      const body = JSON.parse(text) as Record<string, unknown>;
      const path = request.url ?? "";
      vi.setSystemTime(Number(request.headers["webhook-timestamp"]) * 1_000);
      new Webhook(secret).verify(text, request.headers as Record<string, string>);
      vi.useRealTimers();
      asked.push({ path, id, body });
      const answer = (path === "/gateway" ? gatewayAnswer : connectorAnswer)(body, id);
      if (answer === "silence") request.socket.destroy();
      else response.writeHead(answer.status ?? 200).end(JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
}, timeLimit);
afterAll(async () => {
  service.close();
  await server.stop();
});

const tenantId = testNetwork.tenant.id;
const north = testNetwork.organisations.find(({ externalId }) => externalId === "north")!.id;

const set = (...settings: Setting[]): Promise<void> =>
  server.services.db.transaction().execute(async (tx) => {
    for (const setting of settings) await putSetting(tx, tenantId, setting);
  });

const card: ResellerAccount["payment"] = { method: "credit-card", gateway: { name: "Paywell", hasTokens: true } };
const token = { id: "card-1", gateway: "Paywell", isActive: true, expiry: "2029-06" };

/** The north's orders are executed by this server, with so much credit. */
const execute = async (change: {
  settings?: Partial<ExecutionSettings>;
  payment?: ResellerAccount["payment"];
  tokens?: ResellerAccount["tokens"];
  limitMinor?: number;
}): Promise<void> => {
  const { settings, payment = { method: "deposit" }, tokens = [token], limitMinor = 10_000_000 } = change;
  await set(
    { kind: "execution", ownerId: north, document: { graceMinutes: 10, manual: [], ...settings } },
    {
      kind: "reseller-account",
      ownerId: north,
      document: { resellerId: north, isActive: true, payment, tokens, timeZone: "Europe/Berlin" },
    },
    { kind: "credit-line", ownerId: north, document: { currency: "EUR", limitMinor, balanceOwedMinor: 0 } },
  );
};

const gateway = () => ({ url: `${url}/gateway`, secret });
const connector = () => ({ url: `${url}/connector`, secret });

beforeEach(() => {
  asked = [];
  gatewayAnswer = () => ({ body: { outcome: "accepted" } });
  connectorAnswer = () => ({});
});

const order = async (id: string): Promise<Order> =>
  (
    await server.services.db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", id as Order["id"])
      .executeTakeFirstOrThrow()
  ).document;

/** An order of the bakery that is approved, with so many minutes passed since. */
const approved = async (change: Partial<OrderRequest> = {}, minutes = 11): Promise<string> => {
  const { id } = await server.place(change);
  const amy = await server.signIn("amy");
  await amy.device().push(amy.device().approve({ id }));
  await server.settle();
  server.clock.advance(minutes * 60_000);
  await server.settle();
  return id;
};

const act = async (name: TestPerson, id: string, action: string, body?: unknown) =>
  (await server.signIn(name)).call("POST", `/v1/orders/${id}/${action}`, body);

const eventsOf = async (id: string) =>
  (
    await server.services.db
      .selectFrom("order_events")
      .select("event")
      .where("order_id", "=", id as Order["id"])
      .orderBy("id")
      .execute()
  ).map(({ event }) => event);

/** What orders take of the credit by now, in cents. */
const committed = async (): Promise<number> =>
  (await server.services.db.selectFrom("orders").select("document").execute())
    .map(({ document }) => document)
    .filter(({ status, erpStatus }) => ["executing", "executed"].includes(status) && erpStatus !== "posted")
    .map(totalCostOf)
    .reduce((sum, cost) => sum + (cost.known ? cost.money.amountMinor : 0), 0);

/** What the gateway and the connector were asked about this order. */
const askedFor = (id: string) => asked.filter((request) => request.id.startsWith(id));

const line = (id: string) => [{ lineId: id, outcome: "provisioned" }];

describe("an order after its approval", () => {
  it("stays as it is where nobody executes orders here: the ERP decides", async () => {
    const id = await approved();
    expect(await order(id)).toMatchObject({ status: "approved", erpStatus: "open" });
  });

  it("S47 can be taken back for a while, then A18 A67 W23 it is executed", async () => {
    await execute({});
    const id = await approved({}, 5);
    expect((await order(id)).status).toBe("approved");
    server.clock.advance(6 * 60_000);
    await server.settle();
    expect((await order(id)).status).toBe("executing");
    const amy = await server.signIn("amy");
    const [decision] = (await order(id)).flow.decisions;
    expect(await amy.device().push(amy.device().reverse({ id }, decision!.id))).toMatchObject([
      { state: "refused", code: "provisioning-started" },
    ]);
  });

  it("S47 waits anew after a decision was taken back and made again", async () => {
    await execute({});
    const id = await approved({}, 8);
    const amy = await server.signIn("amy");
    const device = amy.device();
    const [decision] = (await order(id)).flow.decisions;
    await device.push(device.reverse({ id }, decision!.id), device.approve({ id }));
    server.clock.advance(3 * 60_000);
    await server.settle();
    expect((await order(id)).status).toBe("approved");
    server.clock.advance(8 * 60_000);
    await server.settle();
    expect((await order(id)).status).toBe("executing");
  });

  it("W18 W19 W58 is blocked without credit and says so; W60 W67 accepting checks again, W68 cancelling ends it", async () => {
    const spent = await committed();
    await execute({ limitMinor: spent + 119_999 });
    const id = await approved();
    expect((await order(id)).status).toBe("blocked-by-credit");
    expect(await eventsOf(id)).toContainEqual(
      expect.objectContaining({
        kind: "acceptance-stopped",
        stoppedAt: "available-credit",
        code: "credit-insufficient",
        tell: [
          { to: "reseller", type: "credit-insufficient" },
          { to: "distributor", type: "order-submitted" },
        ],
      }),
    );
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "blocked-by-credit" });
    await execute({ limitMinor: spent + 120_000 });
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect((await act("nick", id, "cancel")).body).toMatchObject({ code: "action-not-offered" });

    await execute({ limitMinor: 0 });
    const other = await approved();
    expect((await act("nick", other, "cancel")).body).toMatchObject({ status: "rejected", erpStatus: "absent" });
  });

  it("S63 W18 leaves the ERP's list while it lacks credit, and comes back when it is executed", async () => {
    const spent = await committed();
    await execute({ limitMinor: spent });
    const id = await approved();
    expect(await order(id)).toMatchObject({ status: "blocked-by-credit", erpStatus: "absent" });
    await execute({});
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "executing", erpStatus: "open" });
  });

  it("W67 tells nobody twice that credit is missing", async () => {
    await execute({ limitMinor: 0 });
    const id = await approved();
    await act("nick", id, "accept");
    const stops = (await eventsOf(id)).filter(({ kind }) => kind === "acceptance-stopped");
    expect(stops).toMatchObject([{ tell: [{}, {}] }, { tell: [] }]);
    await act("nick", id, "cancel");
  });

  it("W58 lacks credit where the distributor lends the reseller nothing", async () => {
    await execute({});
    await server.services.db.deleteFrom("settings").where("kind", "=", "credit-line").execute();
    const id = await approved();
    expect((await order(id)).status).toBe("blocked-by-credit");
    await act("nick", id, "cancel");
  });

  it("W51 W52 W60 is executed once the reseller paid: the distributor states what is lent and owed", async () => {
    const spent = await committed();
    await execute({ limitMinor: spent + 100_000 });
    const id = await approved();
    const credit = async (name: TestPerson, body?: object) =>
      (await server.signIn(name)).call(body === undefined ? "GET" : "PUT", `/v1/resellers/${north}/credit`, body);
    expect((await credit("nick")).body).toEqual({
      currency: "EUR",
      limitMinor: spent + 100_000,
      balanceOwedMinor: 0,
      committedMinor: spent,
      available: { amountMinor: 100_000, currency: "EUR" },
    });
    const paid = { currency: "EUR", limitMinor: spent + 100_000, balanceOwedMinor: -20_000 };
    expect((await credit("nick", paid)).status).toBe(403);
    expect((await credit("sven", paid)).status).toBe(404);
    expect((await credit("amy", paid)).status).toBe(403);
    expect((await credit("dora", paid)).status).toBe(200);
    expect((await credit("nick")).body).toMatchObject({ available: { amountMinor: 120_000 } });
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect((await credit("nick")).body).toMatchObject({ available: { amountMinor: 0 } });

    const dora = await server.signIn("dora");
    await dora.call("PUT", `/v1/orders/${id}/erp-status`, { status: "posted" });
    expect((await credit("nick")).body).toMatchObject({
      balanceOwedMinor: 100_000,
      committedMinor: spent,
      available: { amountMinor: 0 },
    });
  });

  it("A76 W20 W51 tells the distributor nothing of the credit that is made of what customers pay", async () => {
    await sql`update orders set document = jsonb_set(document, '{erpStatus}', '"posted"')`.execute(server.database.db);
    const credit = async (name: TestPerson, body?: object) =>
      (await (await server.signIn(name)).call(body ? "PUT" : "GET", `/v1/resellers/${north}/credit`, body)).body;
    const lent = { currency: "EUR", limitMinor: 100_000 };
    await execute(lent);
    await approved({ levelAmounts: [{ role: "distributor", total: { amountMinor: 70_000, currency: "EUR" } }] });
    const named = { ...lent, balanceOwedMinor: 0, committedMinor: 70_000 };
    expect(await credit("dora")).toEqual({ ...named, available: { amountMinor: 30_000, currency: "EUR" } });

    server.mails.splice(0);
    const id = await approved();
    const mailTo = (name: TestPerson) =>
      server.mails.find(({ to, subject }) => to.name === name && subject.endsWith("could not be executed"))?.text ?? "";
    expect(mailTo("nick")).toContain("needs 1,200.00 EUR of your credit, but only 300.00 EUR is available");
    expect(mailTo("dora")).toContain("The credit of The north was not enough for this order");
    expect(mailTo("dora")).not.toContain("EUR");

    const more = { currency: "EUR", limitMinor: 300_000 };
    expect(await credit("dora", { ...more, balanceOwedMinor: 0 })).toEqual({
      ...more,
      balanceOwedMinor: 0,
      committedMinor: 70_000,
      available: { amountMinor: 230_000, currency: "EUR" },
    });
    await act("nick", id, "accept");
    expect(await credit("dora")).toEqual({ ...more, balanceOwedMinor: 0 });
    await (await server.signIn("dora")).call("PUT", `/v1/orders/${id}/erp-status`, { status: "posted" });
    expect(await credit("dora")).toEqual({ ...more, committedMinor: 70_000 });
    const left = { amountMinor: 110_000, currency: "EUR" };
    expect(await credit("nick")).toEqual({
      ...more,
      balanceOwedMinor: 120_000,
      committedMinor: 70_000,
      available: left,
    });
  });

  it("W64 W58 needs credit for the distributor's price, not for what the customer pays", async () => {
    const spent = await committed();
    await execute({ limitMinor: spent + 70_000 });
    const levelAmounts = [{ role: "distributor", total: { amountMinor: 70_000, currency: "EUR" } }] as const;
    const id = await approved({ levelAmounts: [...levelAmounts] });
    expect((await order(id)).status).toBe("executing");
    const credit = await (await server.signIn("nick")).call("GET", `/v1/resellers/${north}/credit`);
    expect(credit.body).toMatchObject({ committedMinor: spent + 70_000, available: { amountMinor: 0 } });
  });

  it("W52 W58 counts what is committed already: of two orders at once only one is executed", async () => {
    const spent = await committed();
    await execute({ limitMinor: spent + 200_000 });
    const ids = [await approved({}, 0), await approved({}, 0)];
    server.clock.advance(11 * 60_000);
    await Promise.all(
      ids.map((orderId) => checkOrder(server.services, { tenantId, orderId: orderId as Order["id"] }, "grace-over")),
    );
    expect((await Promise.all(ids.map(order))).map(({ status }) => status).toSorted()).toEqual([
      "blocked-by-credit",
      "executing",
    ]);
    await server.settle();
  });

  it("W22 goes to the distributor whole when one product needs a person", async () => {
    await execute({ settings: { manual: [{ vendor: "Ovens & Co" }] } });
    const id = await approved({
      lines: [
        { product: "Oven", vendor: "Ovens & Co", quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } },
        { product: "Tin", quantity: "1", unitPrice: { amountMinor: 100, currency: "EUR" } },
      ],
    });
    expect((await order(id)).status).toBe("executing");
    expect(await eventsOf(id)).toContainEqual(
      expect.objectContaining({ kind: "acceptance-stopped", stoppedAt: "automatic-execution" }),
    );
  });
});

describe("an order without a reseller", () => {
  it("W22 I10 is executed without anybody's credit, and goes to the distributor when it needs a person", async () => {
    const hub = testNetwork.organisations.find(({ externalId }) => externalId === "hub")!.id;
    await set({
      kind: "execution",
      ownerId: hub,
      document: { graceMinutes: 0, manual: [{ vendor: "Ovens & Co" }], connector: connector() },
    });
    const place = async (vendor: string): Promise<string> => {
      const { id } = await server.place({
        customer: { externalId: "museum" },
        requester: { email: "guide@museum.example", name: "guide" },
        lines: [{ product: "Oven", vendor, quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
      });
      const device = (await server.signIn("dora")).device();
      await device.push(device.approve({ id }));
      await server.settle();
      return id;
    };
    const [automatic, manual] = [await place("Tins & Co"), await place("Ovens & Co")];
    expect([(await order(automatic)).status, (await order(manual)).status]).toEqual(["executing", "executing"]);
    expect([askedFor(automatic).length, askedFor(manual).length]).toEqual([1, 0]);
    expect(await eventsOf(manual)).toContainEqual(
      expect.objectContaining({
        stoppedAt: "automatic-execution",
        tell: [{ to: "distributor", type: "order-submitted" }],
      }),
    );
    await server.services.db.deleteFrom("settings").where("owner_id", "=", hub).execute();
  });
});

describe("an order that a card pays", () => {
  it("W27 S47 is not taken back or cancelled while nobody knows whether the card was charged", async () => {
    await execute({ settings: { gateway: gateway() }, payment: card });
    gatewayAnswer = () => "silence";
    const id = await approved();
    const [decision] = (await order(id)).flow.decisions;
    const device = (await server.signIn("amy")).device();
    expect(await device.push(device.reverse({ id }, decision!.id))).toMatchObject([{ code: "payment-asked" }]);
    expect((await act("nick", id, "cancel")).body).toMatchObject({ code: "payment-asked" });

    gatewayAnswer = () => ({ body: { outcome: "refused", error: "card declined" } });
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "pending" });
    expect((await act("nick", id, "cancel")).body).toMatchObject({ status: "rejected" });
  });

  it("W26 W27 stays pending, and the reseller is told, where no gateway is connected", async () => {
    await execute({ payment: card });
    const id = await approved();
    expect((await order(id)).status).toBe("pending");
    expect(await eventsOf(id)).toContainEqual(
      expect.objectContaining({ code: "gateway-refused", tell: [{ to: "reseller", type: "payment-failed" }] }),
    );
  });

  it("W26 is executed when the gateway accepts, which is asked once", async () => {
    await execute({ settings: { gateway: gateway() }, payment: card });
    const id = await approved();
    expect((await order(id)).status).toBe("executing");
    expect(askedFor(id)).toEqual([
      { path: "/gateway", id: `${id}/1`, body: { tokenId: "card-1", amountMinor: 120_000, currency: "EUR" } },
    ]);
  });

  it("W28 W29 stays pending without a valid token, out of the ERP, and nobody is charged", async () => {
    await execute({ settings: { gateway: gateway() }, payment: card, tokens: [{ ...token, expiry: "2026-10" }] });
    const id = await approved();
    expect(await order(id)).toMatchObject({ status: "pending", erpStatus: "absent" });
    expect(askedFor(id)).toEqual([]);
    expect(await eventsOf(id)).toContainEqual(
      expect.objectContaining({ kind: "acceptance-stopped", code: "payment-method-unsupported" }),
    );
    await execute({ settings: { gateway: gateway() }, payment: card });
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "executing", erpStatus: "open" });
  });

  it("W27 stays pending after the gateway's error and is charged under another key when it is accepted again", async () => {
    await execute({ settings: { gateway: gateway() }, payment: card });
    gatewayAnswer = () => ({ body: { outcome: "refused", error: "card declined" } });
    const id = await approved();
    expect((await order(id)).status).toBe("pending");
    gatewayAnswer = () => ({ body: { outcome: "accepted" } });
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect(askedFor(id).map(({ id: key }) => key)).toEqual([`${id}/1`, `${id}/2`]);
  });

  it("W27 asks with the same key again when there was no answer: the card may have been charged", async () => {
    await execute({ settings: { gateway: gateway() }, payment: card });
    gatewayAnswer = () => "silence";
    const id = await approved();
    expect((await order(id)).status).toBe("pending");
    gatewayAnswer = () => ({ body: { outcome: "accepted" } });
    expect((await act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect(askedFor(id).map(({ id: key }) => key)).toEqual([`${id}/1`, `${id}/1`]);
    await checkOrder(server.services, { tenantId, orderId: id as Order["id"] }, "accepted");
    expect(askedFor(id)).toHaveLength(2);
  });
});

describe("provisioning", () => {
  const twoLines: Partial<OrderRequest> = {
    lines: ["Oven", "Tin"].map((product) => ({
      product,
      quantity: "1",
      unitPrice: { amountMinor: 60_000, currency: "EUR" },
    })),
  };

  it("A18 A19 A79 W32 W33 asks the connector for each item; the order is executed when all of them are", async () => {
    await execute({ settings: { connector: connector() } });
    const id = await approved(twoLines);
    const [first, second] = (await order(id)).lines;
    expect(askedFor(id)).toMatchObject([
      { path: "/connector", body: { orderId: id, items: [{ lineId: first!.id }, { lineId: second!.id }] } },
    ]);
    expect((await act("dora", id, "provisioning", { items: line(first!.id) })).body).toMatchObject({
      status: "executing",
    });
    expect((await act("dora", id, "provisioning", { items: line(second!.id) })).body).toMatchObject({
      status: "executed",
    });
    const { revision } = await order(id);
    expect((await act("dora", id, "provisioning", { items: line(second!.id) })).body).toMatchObject({ revision });
    expect((await eventsOf(id)).filter(({ kind }) => kind === "item-provisioned")).toHaveLength(2);
  });

  it("A26 A27 fails with the approvals on record, and is tried again without a new one, for what failed alone", async () => {
    await execute({ settings: { connector: connector() } });
    connectorAnswer = ({ items }) => {
      const [first, second] = items as { lineId: string }[];
      return {
        body: {
          items: [
            { lineId: first!.lineId, outcome: "provisioned" },
            { lineId: second!.lineId, outcome: "failed", error: "No such offer" },
          ],
        },
      };
    };
    const id = await approved(twoLines);
    const failed = await order(id);
    expect(failed.status).toBe("failed-after-approval");
    expect(failed.flow.decisions).toHaveLength(1);
    expect(await eventsOf(id)).toContainEqual({
      kind: "item-provisioning-failed",
      lineId: failed.lines[1]!.id,
      error: "No such offer",
    });
    connectorAnswer = ({ items }) => ({
      body: { items: (items as { lineId: string }[]).map(({ lineId }) => ({ lineId, outcome: "provisioned" })) },
    });
    expect((await act("nick", id, "retry")).status).toBe(200);
    await server.settle();
    expect((await order(id)).status).toBe("executed");
    expect(askedFor(id).at(-1)?.body["items"]).toHaveLength(1);
    expect((await order(id)).flow.decisions).toHaveLength(1);
  });

  it("W22 A18 leaves an order of which something needs a person to that person", async () => {
    await execute({ settings: { connector: connector(), manual: [{ vendor: "Ovens & Co" }] } });
    const [oven, tin] = twoLines.lines!;
    const id = await approved({ lines: [{ ...oven!, vendor: "Ovens & Co" }, tin!] });
    expect((await order(id)).status).toBe("executing");
    expect(askedFor(id)).toEqual([]);
  });

  it("W32 W33 W37 shows how far each item is, and the order as a whole, to whoever sees the order", async () => {
    await execute({});
    const id = await approved(twoLines);
    const [first, second] = (await order(id)).lines;
    const view = async (name: TestPerson) => (await server.signIn(name)).call("GET", `/v1/orders/${id}/execution`);
    await act("nick", id, "provisioning", { items: line(first!.id) });
    expect((await view("carl")).body).toMatchObject({
      status: "executing",
      execution: "partial",
      executed: 1,
      total: 2,
      items: [
        { lineId: first!.id, delivery: "executed" },
        { lineId: second!.id, delivery: "executing" },
      ],
    });
    const failed = [{ lineId: second!.id, outcome: "failed", error: "No such offer" }];
    await act("nick", id, "provisioning", { items: failed });
    expect((await view("nick")).body).toMatchObject({
      status: "failed-after-approval",
      failed: 1,
      items: [{}, { delivery: "failed", error: "No such offer" }],
    });
    expect((await view("sven")).status).toBe(404);
  });

  it("A18 A79 asks under the same key at each try, whatever is written on the order in between", async () => {
    await execute({ settings: { connector: connector() } });
    connectorAnswer = () => "silence";
    const id = await approved();
    const device = (await server.signIn("amy")).device();
    await device.push(device.command("comment-order", { orderId: id, reason: "Please hurry." }));
    server.clock.advance(2 * 60_000);
    await server.settle();
    expect(askedFor(id)).toHaveLength(2);
    expect(new Set(askedFor(id).map(({ id: key }) => key)).size).toBe(1);
  });

  it("A27 asks once for a retry by hand: what is left of the tries before is not sent any more", async () => {
    await execute({ settings: { connector: connector() } });
    connectorAnswer = () => "silence";
    const id = await approved();
    const [oven] = (await order(id)).lines;
    await act("nick", id, "provisioning", { items: [{ lineId: oven!.id, outcome: "failed", error: "Sold out" }] });
    connectorAnswer = () => ({});
    await act("nick", id, "retry");
    await server.settle();
    for (let hours = 0; hours < 6; hours += 1) {
      server.clock.advance(3_600_000);
      await server.settle();
    }
    expect(askedFor(id)).toHaveLength(2);
  });

  it("A26 fails when the connector says nothing for hours", async () => {
    await execute({ settings: { connector: connector() } });
    connectorAnswer = () => "silence";
    const id = await approved();
    for (let hours = 0; hours < 10; hours += 1) {
      server.clock.advance(3_600_000);
      await server.settle();
    }
    expect((await order(id)).status).toBe("failed-after-approval");
    expect(askedFor(id)).toHaveLength(6);
    expect(new Set(askedFor(id).map(({ id: key }) => key)).size).toBe(1);
  });

  it("is reported by the sellers of the order alone, for items that it has", async () => {
    await execute({});
    const id = await approved();
    const items = line((await order(id)).lines[0]!.id);
    expect((await act("amy", id, "provisioning", { items })).status).toBe(403);
    expect((await act("sven", id, "provisioning", { items })).status).toBe(404);
    expect((await act("nick", id, "provisioning", { items: line("nothing") })).body).toMatchObject({
      code: "item-unknown",
    });
    expect((await act("nick", id, "retry")).body).toMatchObject({ code: "order-step-impossible" });
  });
});
