import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { vi } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import type { FulfilmentSettings } from "@countersign/shared/domain/fulfilment.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { ResellerAccount } from "@countersign/shared/domain/reseller-account.ts";

import { totalCostOf } from "#server/features/fulfilment/credit.ts";
import type { OrderEvent } from "#server/records/events/order-event.ts";
import type { Setting } from "#server/records/settings/setting-kinds.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

type Reply = { status?: number; body?: object } | "silence";
type Answer = (body: Record<string, unknown>, id: string) => Reply | Promise<Reply>;

interface Asked {
  readonly path: string;
  readonly id: string;
  readonly body: Record<string, unknown>;
}

const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

const { id: tenantId } = testNetwork.tenant;

/** The reseller whose orders the tests execute. */
export const north = testNetwork.organisations.find(({ externalId }) => externalId === "north")!.id;

export const card: ResellerAccount["payment"] = {
  method: "credit-card",
  gateway: { name: "Paywell", hasTokens: true },
};
export const token = { id: "card-1", gateway: "Paywell", isActive: true, expiry: "2029-06" };

export const line = (id: string) => [{ lineId: id, outcome: "provisioned" }];

export const subjectOf = (id: string) => ({ tenantId, orderId: id as OrderId });

/** A server that executes the orders of the reseller North, with a gateway and a connector that tests answer for. */
export class Seller {
  readonly server: TestServer;
  readonly #service: Server;
  readonly #url: string;
  #asked: Asked[] = [];
  gatewayAnswer: Answer = () => ({});
  connectorAnswer: Answer = () => ({});

  private constructor(server: TestServer, service: Server) {
    this.server = server;
    this.#service = service;
    this.#url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    this.reset();
  }

  static async start(): Promise<Seller> {
    const server = await startTestServer();
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const reply = await seller.#take(request);
      if (reply === "silence") request.socket.destroy();
      else response.writeHead(reply.status ?? 200).end(JSON.stringify(reply.body ?? {}));
    };
    const service = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    const seller = new Seller(server, service);
    return seller;
  }

  async #take(request: IncomingMessage): Promise<Reply> {
    const body = await text(request);
    vi.setSystemTime(Number(request.headers["webhook-timestamp"]) * 1_000);
    new Webhook(secret).verify(body, request.headers as Record<string, string>);
    vi.useRealTimers();
    const id = String(request.headers["idempotency-key"]);
    const asked = { path: request.url ?? "", id, body: JSON.parse(body) as Record<string, unknown> };
    this.#asked.push(asked);
    return (asked.path === "/gateway" ? this.gatewayAnswer : this.connectorAnswer)(asked.body, id);
  }

  async stop(): Promise<void> {
    this.#service.close();
    await this.server.stop();
  }

  /** Makes both services answer again, and forgets what they were asked. */
  reset(): void {
    this.#asked = [];
    this.gatewayAnswer = () => ({ body: { outcome: "accepted" } });
    this.connectorAnswer = () => ({});
  }

  gateway() {
    return { url: `${this.#url}/gateway`, secret };
  }

  connector() {
    return { url: `${this.#url}/connector`, secret };
  }

  set(...settings: Setting[]): Promise<void> {
    return this.server.services.db.transaction().execute(async (tx) => {
      for (const setting of settings) await putSetting(tx, tenantId, setting);
    });
  }

  /** Has this server execute North's orders, with this credit. */
  execute(change: {
    settings?: Partial<FulfilmentSettings>;
    payment?: ResellerAccount["payment"];
    tokens?: ResellerAccount["tokens"];
    limitMinor?: number;
  }): Promise<void> {
    const { settings, payment = { method: "deposit" }, tokens = [token], limitMinor = 10_000_000 } = change;
    return this.set(
      { kind: "fulfilment", ownerId: north, document: { graceMinutes: 10, manual: [], ...settings } },
      {
        kind: "reseller-account",
        ownerId: north,
        document: { resellerId: north, isActive: true, payment, tokens, timeZone: "Europe/Berlin" },
      },
      { kind: "credit-line", ownerId: north, document: { currency: "EUR", limitMinor, balanceOwedMinor: 0 } },
    );
  }

  async order(id: string): Promise<Order> {
    const { document } = await this.server.services.db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", id as OrderId)
      .executeTakeFirstOrThrow();
    return document;
  }

  /** An order of the bakery that was approved this many minutes ago. */
  async approved(change: Partial<OrderRequest> = {}, minutes = 11): Promise<string> {
    const { id } = await this.server.place(change);
    const device = (await this.server.signIn("amy")).device();
    await device.push(device.approve({ id }));
    await this.server.settle();
    await this.pass(minutes);
    return id;
  }

  /** Lets this many minutes pass; what falls due meanwhile is done at their end. */
  async pass(minutes: number): Promise<void> {
    this.server.clock.advance(minutes * 60_000);
    await this.server.settle();
  }

  async act(name: TestPerson, id: string, action: string, body?: unknown) {
    return (await this.server.signIn(name)).call("POST", `/v1/orders/${id}/${action}`, body);
  }

  async eventsOf(id: string): Promise<OrderEvent[]> {
    const rows = await this.server.services.db
      .selectFrom("order_events")
      .select("event")
      .where("order_id", "=", id as OrderId)
      .orderBy("id")
      .execute();
    return rows.map(({ event }) => event);
  }

  /** The credit committed by orders, in cents. */
  async committed(): Promise<number> {
    return (await this.server.services.db.selectFrom("orders").select("document").execute())
      .map(({ document }) => document)
      .filter(({ status, erpStatus }) => ["executing", "executed"].includes(status) && erpStatus !== "posted")
      .map(totalCostOf)
      .reduce((sum, cost) => sum + (cost.known ? cost.money.amountMinor : 0), 0);
  }

  /** What the gateway and the connector were asked about this order. */
  askedFor(id: string): Asked[] {
    return this.#asked.filter((request) => request.id.startsWith(id));
  }
}
