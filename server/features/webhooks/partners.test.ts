import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import { groupOf } from "#server/testing/hybrid-order.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { withoutIds } from "#server/testing/without-ids.ts";
import type { Receiver } from "./testing/receiver.ts";
import { startReceiver } from "./testing/receiver.ts";
import { webhookTypes } from "@countersign/shared/contract/api/webhooks.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let receiver: Receiver;

const call = async (name: TestPerson, method: "GET" | "PATCH" | "POST", path: string, body?: unknown) =>
  (await server.signIn(name)).call(method, path, body);

const endpoints = new Map<TestPerson, string>();

const levelAmounts: OrderRequest["levelAmounts"] = [
  { role: "reseller", total: { amountMinor: 90_000, currency: "EUR" } },
  { role: "distributor", total: { amountMinor: 70_000, currency: "EUR" } },
];

/** Both partners have a group with the bakery, and their orders are executed by this server. */
beforeAll(async () => {
  vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
  server = await startTestServer();
  receiver = await startReceiver();
  const { db } = server.database;
  const tenantId = testNetwork.tenant.id;
  const execution = { graceMinutes: 0, manual: [] };
  await inTransaction(db, async (tx) => {
    await putSetting(tx, tenantId, { kind: "credit-risk", ownerId: "org-north", document: groupOf("north", "bakery") });
    await putSetting(tx, tenantId, { kind: "credit-risk", ownerId: "org-hub", document: groupOf("hub", "bakery") });
    await putSetting(tx, tenantId, { kind: "fulfilment", ownerId: "org-north", document: execution });
  });
  const policy = testNetwork.policies.find(({ organisationId }) => organisationId === "org-bakery")!;
  const requirement = { mode: "any" as const };
  const rules = [{ condition: { when: "credit-risk-group" }, role: "distributor", requirement, candidates: [] }];
  await db
    .updateTable("policies")
    .set({ document: JSON.stringify({ ...policy, rules }) })
    .where("id", "=", policy.id)
    .execute();
  for (const name of ["nick", "dora", "alma", "sven"] as const) {
    const { body } = await call(name, "POST", "/v1/webhooks", {
      url: `${receiver.url}/${name}`,
      types: webhookTypes,
    });
    endpoints.set(name, String(body["id"]));
  }
}, timeLimit);
afterAll(async () => {
  vi.unstubAllEnvs();
  receiver.stop();
  await server.stop();
});
beforeEach(() => receiver.clear());

interface Message {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const told = (name: TestPerson, type: string): Message["data"][] =>
  receiver.received
    .filter(({ to }) => to === name)
    .map(({ body }) => JSON.parse(body) as Message)
    .filter((message) => message.type === type)
    .map(({ data }) => data);

let requests = 0;

const placed = async (): Promise<string> => {
  requests += 1;
  const { id } = await server.place({ levelAmounts, source: { system: "api", externalId: `R-${requests}` } });
  await server.settle();
  return id;
};

/** Has both partners approve an order by the API, so that its execution begins. */
const executed = async (): Promise<Order> => {
  const id = await placed();
  for (const name of ["dora", "nick"] as const) {
    const { status } = await call(name, "POST", `/v1/orders/${id}/decisions`, { outcome: "approved" });
    expect(status).toBe(200);
  }
  await server.settle();
  return (await call("nick", "GET", `/v1/orders/${id}`)).body as unknown as Order;
};

const report = async ({ id, lines: [line] }: Order, outcome: object): Promise<string> => {
  const lineId = line!.id;
  const answer = await call("nick", "POST", `/v1/orders/${id}/items`, { items: [{ lineId, ...outcome }] });
  expect(answer.status).toBe(200);
  await server.settle();
  return lineId;
};

describe("the partners of an order", () => {
  it("A10 A76 A87 A96 are each told that it waits for them, with only the amount at their own level", async () => {
    const id = await placed();
    const common = { orderId: id, reqID: `R-${requests}`, status: "pending", currency: "EUR" };
    expect(told("nick", "OrderPendingApproval")).toMatchObject([{ ...common, totalOrderAmount: "900.00" }]);
    expect(told("dora", "OrderPendingApproval")).toMatchObject([{ ...common, totalOrderAmount: "700.00" }]);
    expect(told("alma", "OrderPendingApproval")).toEqual([]);
    const all = (name: TestPerson) =>
      withoutIds(
        receiver.received
          .filter(({ to }) => to === name)
          .map(({ headers, body }) => [{ ...headers, "webhook-signature": "" }, JSON.parse(body) as unknown]),
      );
    expect(all("nick")).not.toMatch(/700\.00|70000/);
    expect(all("dora")).not.toMatch(/900\.00|90000/);
    expect(all("alma")).not.toMatch(/[79]00\.00|[79]0000/);
    expect(receiver.received.filter(({ to }) => to === "sven")).toEqual([]);
  });

  it("A11 A13 review and answer it by the API that the message points to, and everybody is told", async () => {
    const id = await placed();
    const [message] = told("dora", "OrderPendingApproval");
    const order = await call("dora", "GET", `/v1/orders/${String(message!["orderId"])}`);
    expect(order.body).toMatchObject({ id, revision: message!["revision"] });
    await call("dora", "POST", `/v1/orders/${id}/decisions`, { outcome: "rejected", reason: "Too much by now" });
    await server.settle();
    for (const name of ["nick", "dora", "alma"] as const) {
      expect(told(name, "order.changed").map(({ change }) => change)).toContain("decision-made");
      expect(told(name, "order.changed").at(-1)).toMatchObject({ status: "rejected", revision: 2 });
    }
    expect(JSON.stringify(receiver.received)).not.toContain("Too much by now");
  });

  it("A10 have to answer even if they are not told", async () => {
    await call("dora", "PATCH", `/v1/webhooks/${endpoints.get("dora")}`, { isEnabled: false });
    const id = await placed();
    await call("dora", "PATCH", `/v1/webhooks/${endpoints.get("dora")}`, { isEnabled: true });
    expect(receiver.received.filter(({ to }) => to === "dora")).toEqual([]);
    await call("nick", "POST", `/v1/orders/${id}/decisions`, { outcome: "approved" });
    expect((await call("dora", "GET", `/v1/orders/${id}`)).body).toMatchObject({ status: "pending" });
  });

  it("A21 A25 A79 A90 are told of each provisioned item, and read its credit risk at their own level", async () => {
    const order = await executed();
    const lineId = await report(order, { outcome: "provisioned" });
    for (const [name, amountMinor] of [["nick", 90_000] as const, ["dora", 70_000] as const]) {
      expect(told(name, "OfferProvisioned")).toMatchObject([{ orderId: order.id, lineId, status: "executed" }]);
      const { body } = await call(name, "GET", `/v1/orders/${order.id}/credit-risk`);
      expect(body).toMatchObject({ isFinal: true, amount: { known: true, money: { amountMinor, currency: "EUR" } } });
    }
    expect(told("alma", "OfferProvisioned")).toEqual([]);
  });

  it("A26 are told if provisioning failed, with the provider's message", async () => {
    const order = await executed();
    const lineId = await report(order, { outcome: "failed", error: "Sold out" });
    for (const name of ["nick", "dora"] as const)
      expect(told(name, "OfferProvisionError")).toMatchObject([
        { orderId: order.id, lineId, error: "Sold out", status: "failed-after-approval" },
      ]);
    expect(told("alma", "OfferProvisionError")).toEqual([]);
  });
});
