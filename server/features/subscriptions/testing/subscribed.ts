import type { z } from "zod";

import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import { subscriptionHistorySchema, subscriptionSchema } from "@countersign/shared/contract/api/subscriptions.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";

import type { Setting } from "#server/records/settings/setting-kinds.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";
import type { Answer, TestServer } from "#server/testing/server.ts";
import { orderRequest } from "#server/testing/server.ts";
const tenantId = testNetwork.tenant.id;
const organisationOf = (key: string) => testNetwork.organisations.find(({ externalId }) => externalId === key)!.id;

/** Every month, without an end, from the day on which the test begins. */
export const monthly: NonNullable<OrderRequest["recurrence"]> = {
  interval: "P1M",
  startsAt: "2026-11-21T00:00:00.000Z",
  timeZone: "Europe/Berlin",
};
export const seats = (quantity: string, more: Partial<OrderRequest["lines"][number]> = {}) => ({
  product: "E3",
  quantity,
  unitPrice: { amountMinor: 20_00, currency: "EUR" },
  ...more,
});

type Entry = z.infer<typeof subscriptionHistorySchema>["entries"][number]["entry"];

/** Drives the bakery's subscriptions in tests. */
export class Subscribed {
  readonly server: TestServer;

  constructor(server: TestServer) {
    this.server = server;
  }

  set(...settings: Setting[]): Promise<void> {
    return this.server.services.db.transaction().execute(async (tx) => {
      for (const setting of settings) await putSetting(tx, tenantId, setting);
    });
  }

  /** Makes the bakery's recurring orders ask its approvers, whatever they cost, and executes North's orders here. */
  async prepare(): Promise<void> {
    const policy = testNetwork.policies[0]!;
    const rules: ApprovalPolicy["rules"] = policy.rules.map((rule) =>
      rule.role === "approver" ? { ...rule, condition: { when: "recurring-order" } } : rule,
    );
    await this.server.database.db
      .updateTable("policies")
      .set({ document: JSON.stringify({ ...policy, rules }) })
      .where("id", "=", policy.id)
      .execute();
    await this.set({ kind: "fulfilment", ownerId: organisationOf("north"), document: { graceMinutes: 0, manual: [] } });
  }

  async call(name: TestPerson, method: "GET" | "POST" | "PUT", url: string, body?: unknown): Promise<Answer> {
    return (await this.server.signIn(name)).call(method, url, body);
  }

  async order(id: string): Promise<Order> {
    const row = await this.server.services.db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", id as Order["id"])
      .executeTakeFirstOrThrow();
    return row.document;
  }

  /** @returns the id of the order. */
  async place(change: Partial<OrderRequest> = {}): Promise<string> {
    const request = orderRequest({ lines: [seats("10")], recurrence: monthly, ...change });
    const { status, body } = await this.call("dora", "POST", "/v1/orders", request);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return orderReceiptSchema.parse(body).id;
  }

  async approve(id: string, outcome: "approved" | "rejected" = "approved"): Promise<string> {
    const reason = outcome === "rejected" ? { reason: "Too much." } : {};
    const { status, body } = await this.call("amy", "POST", `/v1/orders/${id}/decisions`, { outcome, ...reason });
    if (status !== 200) throw new Error(JSON.stringify(body));
    await this.server.settle();
    return String(body["id"]);
  }

  /** Reports each item of an order that is being executed. */
  async report(
    id: string,
    outcome: "provisioned" | "failed" = "provisioned",
    seller: TestPerson = "nick",
  ): Promise<void> {
    await this.server.settle();
    const error = outcome === "failed" ? { error: "Sold out" } : {};
    const items = (await this.order(id)).lines.map(({ id: lineId }) => ({ lineId, outcome, ...error }));
    const { status, body } = await this.call(seller, "POST", `/v1/orders/${id}/items`, { items });
    if (status !== 200) throw new Error(JSON.stringify(body));
    await this.server.settle();
  }

  /** Orders, approves and provisions a subscription of the bakery. @returns its id. */
  async subscribe(change: Partial<OrderRequest> = {}): Promise<string> {
    const id = await this.place(change);
    await this.approve(id);
    await this.report(id);
    return id;
  }

  async subscription(id: string, name: TestPerson = "nick"): Promise<Subscription> {
    const { status, body } = await this.call(name, "GET", `/v1/subscriptions/${id}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return subscriptionSchema.parse(body);
  }

  /** The subscription's history, oldest first. */
  async history(id: string): Promise<Entry[]> {
    const { body } = await this.call("nick", "GET", `/v1/subscriptions/${id}/history`);
    return subscriptionHistorySchema
      .parse(body)
      .entries.map(({ entry }) => entry)
      .toReversed();
  }

  /** Sends an order that changes the subscription. */
  change(id: string, change: Partial<OrderRequest>, name: TestPerson = "dora"): Promise<Answer> {
    const request = orderRequest({ subscription: { id }, ...change });
    return this.call(name, "POST", "/v1/orders", request);
  }
}
