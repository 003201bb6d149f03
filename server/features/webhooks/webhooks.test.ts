import { createPublicKey, verify } from "node:crypto";

import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { deliver } from "./deliver.ts";
import { forgetDeliveriesQueue } from "./retention.ts";
import { pauses } from "./retry.ts";
import type { Received, Receiver } from "./testing/receiver.ts";
import { startReceiver } from "./testing/receiver.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let receiver: Receiver;
let url: string;
let received: readonly Received[];

beforeAll(async () => {
  vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
  server = await startTestServer();
  receiver = await startReceiver();
  url = `${receiver.url}/hook`;
  ({ received } = receiver);
}, timeLimit);
afterAll(async () => {
  vi.unstubAllEnvs();
  receiver.stop();
  await server.stop();
});

const call = async (name: TestPerson, method: "DELETE" | "GET" | "PATCH" | "POST", path: string, body?: unknown) =>
  (await server.signIn(name)).call(method, path, body);

const addEndpoint = async (name: TestPerson, change: object = {}) => {
  const { status, body } = await call(name, "POST", "/v1/webhooks", { url, types: ["order.changed"], ...change });
  expect(status).toBe(201);
  return body as { id: string; secret: string; publicKeys: string[] };
};

const log = async (name: TestPerson, id: string) =>
  (await call(name, "GET", `/v1/webhooks/${id}/deliveries`)).body["deliveries"] as {
    id: string;
    state: string;
    attempts: { status?: number; error?: string }[];
  }[];

beforeEach(() => receiver.clear());
afterEach(() => server.database.db.deleteFrom("webhook_endpoints").execute());

const hubOrder: Partial<OrderRequest> = {
  customer: { externalId: "museum" },
  requester: { email: "guide@museum.example" },
};

const verifiesAsymmetric = ({ headers, body }: Received, publicKey: string): boolean => {
  const x = Buffer.from(publicKey.replace("whpk_", ""), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const signed = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  return (headers["webhook-signature"] ?? "")
    .split(" ")
    .filter((signature) => signature.startsWith("v1a,"))
    .some((signature) => verify(null, signed, key, Buffer.from(signature.slice(4), "base64")));
};

/** The library refuses messages that are not recent by the system clock, so it is set to the test's time. */
const verifies = ({ headers, body }: Received, secret: string): boolean => {
  vi.setSystemTime(Number(headers["webhook-timestamp"]) * 1_000);
  try {
    return new Webhook(secret).verify(body, headers) !== undefined;
  } catch {
    return false;
  } finally {
    vi.useRealTimers();
  }
};

describe("a webhook", () => {
  it("A10 A11 A69 A96 asks the partner whom an order waits for, with the amount at its level and both signatures", async () => {
    const { secret, publicKeys } = await addEndpoint("dora", {
      types: ["OrderPendingApproval"],
      authorization: "Bearer abc",
    });
    const order = await server.place({ ...hubOrder, requester: { email: "guide@museum.example", name: "Guide" } });
    await server.settle();
    const [message] = received;
    expect(received).toHaveLength(1);
    expect(JSON.parse(message!.body)).toEqual({
      type: "OrderPendingApproval",
      timestamp: expect.any(String) as unknown,
      data: {
        orderId: order.id,
        orderNumber: order.number,
        revision: 1,
        status: "pending",
        stageId: "stage-1",
        totalOrderAmount: "1200.00",
        currency: "EUR",
      },
    });
    expect(message!.headers["authorization"]).toBe("Bearer abc");
    expect(verifies(message!, secret)).toBe(true);
    expect(verifiesAsymmetric(message!, publicKeys[0]!)).toBe(true);
    expect(verifies({ ...message!, body: `${message!.body} ` }, secret)).toBe(false);
  });

  it("A12 goes to every endpoint that wants it, of every organisation of the order, and to no other", async () => {
    await addEndpoint("dora");
    await addEndpoint("nick");
    await addEndpoint("nick", { isEnabled: false });
    await addEndpoint("nick", { types: ["OfferProvisioned"] });
    await addEndpoint("sven");
    await server.place();
    await server.settle();
    expect(
      received.map(({ body }) => (JSON.parse(body) as { data: { change: string } }).data.change).toSorted(),
    ).toEqual(["order-placed", "order-placed", "stage-opened", "stage-opened"]);
  });

  it("is sent once for an event, even if its job runs again", async () => {
    const { id } = await addEndpoint("dora");
    await server.place();
    await server.settle();
    await server.database.db.updateTable("order_events").set({ is_relayed: false }).execute();
    await server.settle();
    const deliveries = await log("dora", id);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(deliveries.length);
    expect(received.length).toBe(deliveries.length);
  });

  it("is tried ten times over 75 hours with the same id, then its endpoint is disabled", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    receiver.answerWith((_request, response) => response.writeHead(500).end());
    await server.place({ ...hubOrder, source: { system: "api", externalId: "tries" } });
    await server.settle();
    for (const pause of pauses) {
      const before = received.length;
      server.clock.advance(pause - 60);
      await server.settle();
      expect(received).toHaveLength(before);
      server.clock.advance(60);
      await server.settle();
      expect(received).toHaveLength(before + 1);
    }
    expect(received).toHaveLength(10);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(10);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe((75 * 60 + 35) * 60_000 + 5_000);
    const { body } = await call("dora", "GET", "/v1/webhooks");
    expect(body["endpoints"]).toMatchObject([{ id, isEnabled: false, disabledBecause: "failing" }]);

    receiver.answerWith((_request, response) => response.end());
    await call("dora", "PATCH", `/v1/webhooks/${id}`, { isEnabled: true });
    const [failed] = await log("dora", id);
    expect(failed).toMatchObject({ state: "failed" });
    expect((await call("dora", "POST", `/v1/webhooks/deliveries/${failed!.id}/redeliver`)).status).toBe(202);
    await server.settle();
    expect((await log("dora", id))[0]).toMatchObject({ state: "delivered" });
    expect(received.at(-1)?.headers["webhook-id"]).toBe(failed!.id);
  });

  it.each<[string, Parameters<Receiver["answerWith"]>[0], object]>([
    ["answers 302", (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end(), { status: 302 }],
    ["answers 429", (_request, response) => response.writeHead(429, { "retry-after": "3600" }).end(), { status: 429 }],
    ["answers 502", (_request, response) => response.writeHead(502).end(), { status: 502 }],
    ["closes the connection", (request) => request.socket.destroy(), { error: "unreachable" }],
  ])("is retried when its receiver %s", async (_what, given, attempt) => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    receiver.answerWith(given);
    await server.place(hubOrder);
    await server.settle();
    expect(await log("dora", id)).toMatchObject([{ state: "waiting", attempts: [attempt] }]);
    receiver.answerWith((_request, response) => response.end("x".repeat(1_000_000)));
    server.clock.advance(5_000);
    await server.settle();
    const isAskedToWait = "status" in attempt && attempt.status === 429;
    expect(received).toHaveLength(isAskedToWait ? 1 : 2);
    server.clock.advance(3_600_000);
    await server.settle();
    expect(await log("dora", id)).toMatchObject([{ state: "delivered" }]);
  });

  it("stops waiting for a receiver that does not answer in time", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    receiver.answerWith(() => undefined);
    await server.place(hubOrder);
    server.services.events.wake();
    await server.services.events.idle();
    while ((await log("dora", id)).length === 0) await server.jobs.runNext();
    const [waiting] = await log("dora", id);
    await deliver(server.services, waiting!.id, { mayBePrivate: true, timeoutMillis: 50 });
    expect((await log("dora", id))[0]).toMatchObject({ attempts: [{ error: "timeout" }] });
    receiver.answerWith((_request, response) => response.end());
    await server.settle();
  });

  it("waits for an overloaded receiver, with all other messages to it", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    receiver.answerWith((_request, response) => response.writeHead(503, { "retry-after": "600" }).end());
    await server.place(hubOrder);
    await server.settle();
    receiver.answerWith((_request, response) => response.end());
    await server.place(hubOrder);
    server.clock.advance(599_000);
    await server.settle();
    expect(received).toHaveLength(1);
    server.clock.advance(1_000);
    await server.settle();
    expect(received).toHaveLength(3);
    const attempts = (await log("dora", id)).map((delivery) => delivery.attempts.map(({ status }) => status));
    expect(attempts).toEqual([[200], [503, 200]]);
  });

  it("does not disable its endpoint if only one message is refused", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    let refused: string | undefined;
    receiver.answerWith((request, response) => {
      refused ??= String(request.headers["webhook-id"]);
      response.writeHead(request.headers["webhook-id"] === refused ? 400 : 200).end();
    });
    await server.place(hubOrder);
    await server.settle();
    await server.place(hubOrder);
    for (const pause of [0, ...pauses]) {
      server.clock.advance(pause);
      await server.settle();
    }
    expect((await log("dora", id)).map(({ state }) => state)).toEqual(["delivered", "failed"]);
    expect((await call("dora", "GET", `/v1/webhooks/${id}`)).body).toMatchObject({ isEnabled: true });
  });

  it("is never sent again to a receiver that answers 410", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    receiver.answerWith((_request, response) => response.writeHead(410).end());
    await server.place(hubOrder);
    await server.settle();
    await server.place({ ...hubOrder, source: { system: "api", externalId: "after" } });
    server.clock.advance(100 * 3_600_000);
    await server.settle();
    expect(received).toHaveLength(1);
    expect((await call("dora", "GET", "/v1/webhooks")).body["endpoints"]).toMatchObject([
      { id, isEnabled: false, disabledBecause: "gone" },
    ]);
  });

  it("ends with its endpoint, even if that is removed before its last answer arrives", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    receiver.answerWith((_request, response) => {
      const removed = server.database.db.deleteFrom("webhook_endpoints").where("id", "=", id).execute();
      void removed.then(() => response.writeHead(410).end());
    });
    await server.place(hubOrder);
    await server.settle();
    expect(received).toHaveLength(1);
    expect((await call("dora", "GET", "/v1/webhooks")).body["endpoints"]).toEqual([]);
  });

  it("is signed with the old and the new keys for a day after a rotation, then only with the new ones", async () => {
    const { id, secret } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    const { body } = await call("dora", "POST", `/v1/webhooks/${id}/secrets`);
    const rotated = String(body["secret"]);
    await server.place(hubOrder);
    await server.settle();
    expect([secret, rotated].map((each) => verifies(received[0]!, each))).toEqual([true, true]);
    server.clock.advance(25 * 3_600_000);
    await server.place(hubOrder);
    await server.settle();
    expect([secret, rotated].map((each) => verifies(received[1]!, each))).toEqual([false, true]);
    const { body: shown } = await call("dora", "GET", `/v1/webhooks/${id}`);
    const keys = shown["publicKeys"] as string[];
    expect(keys.map((key) => verifiesAsymmetric(received[1]!, key))).toEqual([true]);
    expect(keys.map((key) => verifiesAsymmetric(received[0]!, key))).toEqual([true]);
  });
});

describe("the endpoints of an organisation", () => {
  it("are private: nobody else reads, changes or removes them, or redelivers their messages", async () => {
    const { id } = await addEndpoint("dora");
    await server.place();
    await server.settle();
    const [delivery] = await log("dora", id);
    const refused = await Promise.all([
      call("nick", "GET", `/v1/webhooks/${id}`),
      call("nick", "GET", `/v1/webhooks/${id}/deliveries`),
      call("nick", "PATCH", `/v1/webhooks/${id}`, { isEnabled: false }),
      call("nick", "DELETE", `/v1/webhooks/${id}`),
      call("nick", "POST", `/v1/webhooks/${id}/secrets`),
      call("nick", "POST", `/v1/webhooks/deliveries/${delivery!.id}/redeliver`),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await call("amy", "GET", "/v1/webhooks")).status).toBe(403);
  });

  it("never show their secret or Authorization header again", async () => {
    const { secret } = await addEndpoint("dora", { authorization: "Bearer very-secret" });
    const text = JSON.stringify((await call("dora", "GET", "/v1/webhooks")).body);
    expect(text).not.toContain(secret);
    expect(text).not.toContain("very-secret");
    expect(text).toContain(`"hasAuthorization":true`);
  });

  it("refuse an address that cannot be posted to", async () => {
    for (const bad of ["ftp://example.com", "https://user:pass@example.com/", "not a url", "https://example.com/#a"])
      expect((await call("dora", "POST", "/v1/webhooks", { url: bad, types: ["order.changed"] })).status).toBe(400);
  });

  it("have a log that is read page by page, each message once, and kept for ninety days", async () => {
    const { id } = await addEndpoint("dora", { types: ["OrderPendingApproval"] });
    for (const _ of [1, 2, 3, 4, 5]) await server.place(hubOrder);
    await server.settle();
    const all = (await log("dora", id)).map((delivery) => delivery.id);
    const pages: string[][] = [];
    for (let next: string | undefined = ""; next !== undefined;) {
      const from = next === "" ? "" : `&before=${next}`;
      const { body } = await call("dora", "GET", `/v1/webhooks/${id}/deliveries?limit=2${from}`);
      pages.push((body["deliveries"] as { id: string }[]).map((delivery) => delivery.id));
      next = body["next"] as string | undefined;
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(all);
    expect(all).toEqual(received.map(({ headers }) => headers["webhook-id"]).toReversed());
    server.clock.advance(91 * 24 * 3_600_000);
    await server.jobs.tick(forgetDeliveriesQueue);
    await server.settle();
    expect(await log("dora", id)).toEqual([]);
  });

  it("are limited to twenty, each with at most five sets of keys", async () => {
    const { id } = await addEndpoint("dora");
    for (let made = 1; made < 20; made += 1) await addEndpoint("dora");
    const { status } = await call("dora", "POST", "/v1/webhooks", { url, types: ["order.changed"] });
    expect(status).toBe(422);
    for (let made = 1; made < 8; made += 1) await call("dora", "POST", `/v1/webhooks/${id}/secrets`);
    expect((await call("dora", "GET", `/v1/webhooks/${id}`)).body["publicKeys"]).toHaveLength(5);
  });

  it("need encryption unless the operator allows its own network", async () => {
    const { id } = await addEndpoint("dora");
    vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "");
    expect((await call("dora", "POST", "/v1/webhooks", { url, types: ["order.changed"] })).status).toBe(400);
    expect((await call("dora", "PATCH", `/v1/webhooks/${id}`, { url })).status).toBe(400);
    vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
  });
});
