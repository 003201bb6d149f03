import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { webhookOperations } from "@countersign/shared/contract/api/webhooks.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { deliver, deliveryQueue } from "./deliver.ts";
import { registerWebhooks } from "./register.ts";
import { nextDeliveryOf } from "./retry.ts";
import type { Receiver } from "./testing/receiver.ts";
import { startReceiver } from "./testing/receiver.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let receiver: Receiver;

beforeAll(async () => {
  vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
  server = await startTestServer();
  receiver = await startReceiver();
}, timeLimit);
afterAll(async () => {
  vi.unstubAllEnvs();
  receiver.stop();
  await server.stop();
});
beforeEach(() => receiver.clear());
afterEach(() => server.database.db.deleteFrom("webhook_endpoints").execute());

const call = async (method: "GET" | "PATCH" | "POST", path: string, body?: unknown) =>
  (await server.signIn("dora")).call(method, path, body);

const addEndpoint = async (change: object = {}): Promise<string> => {
  const wanted = { url: `${receiver.url}/hook`, types: ["OrderPendingApproval"], ...change };
  const { status, body } = await call("POST", "/v1/webhooks", wanted);
  expect(status).toBe(201);
  return String(body["id"]);
};
const log = async (id: string) =>
  (await call("GET", `/v1/webhooks/${id}/deliveries`)).body["deliveries"] as { id: string; state: string }[];

/** Places an order that asks the distributor, which sends one message. */
const place = () => server.place({ customer: { externalId: "museum" }, requester: { email: "guide@museum.example" } });

/** Writes the messages about what happened, without sending them. */
const written = async (id: string, count: number) => {
  server.services.events.wake();
  await server.services.events.idle();
  while ((await log(id)).length < count) await server.jobs.runNext();
  return log(id);
};
const options = { mayBePrivate: true, timeoutMillis: 10_000 };

describe("a message to a receiver", () => {
  it("says who sends it, and carries an Authorization header only if the receiver wants one", async () => {
    await addEndpoint();
    await addEndpoint({ authorization: "Bearer abc" });
    await place();
    await server.settle();
    const headers = receiver.received.map((request) => request.headers);
    expect(new Set(headers.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer abc", undefined]));
    for (const each of headers) expect(each["user-agent"]).toBe("Countersign");
  });

  it("is not sent again once it is delivered, even if its job runs again", async () => {
    const id = await addEndpoint();
    await place();
    await server.settle();
    const [delivered] = await log(id);
    await deliver(server.services, delivered!.id, options);
    expect(receiver.received).toHaveLength(1);
    expect(await log(id)).toEqual([delivered]);
  });

  it("is recorded with the time, the answer and how long each try took", async () => {
    const id = await addEndpoint();
    receiver.answerWith((_request, response) => setTimeout(() => response.writeHead(500).end(), 60));
    const before = server.clock.now();
    await place();
    await server.settle();
    const [failed] = (await log(id)) as unknown as { attempts: { at: string; status: number; millis: number }[] }[];
    expect(failed!.attempts).toMatchObject([{ status: 500 }]);
    const { at, millis } = failed!.attempts[0]!;
    expect([at > before, at < server.clock.now(), millis >= 50, millis < 60_000]).toEqual([true, true, true, true]);
  });

  it("is dropped if its endpoint is switched off before it is sent", async () => {
    const id = await addEndpoint();
    await place();
    await written(id, 1);
    await call("PATCH", `/v1/webhooks/${id}`, { isEnabled: false });
    await server.settle();
    expect([receiver.received.length, (await log(id)).map(({ state }) => state)]).toEqual([0, ["dropped"]]);
  });

  it("shares its receiver's place with the other messages to it, so that a slow one blocks no other", () => {
    const groupOf = (endpointId: string) => deliveryQueue.parallel?.groupOf({ deliveryId: "any", endpointId });
    expect(groupOf("one")).toBe(groupOf("one"));
    expect(groupOf("one")).not.toBe(groupOf("other"));
    expect(deliveryQueue.parallel!.ofOneGroup).toBeLessThan(deliveryQueue.parallel!.atOnce);
  });
});

describe("an overloaded receiver", () => {
  it("keeps the pause that it asked for, even if another message fails at the same time", async () => {
    const id = await addEndpoint();
    await place();
    await place();
    const [first, second] = await written(id, 2);
    const open: ServerResponse[] = [];
    receiver.answerWith((_request, response) => {
      open.push(response);
      if (open.length < 2) return;
      open[0]!.writeHead(503, { "retry-after": "600" }).end();
      setTimeout(() => open[1]!.writeHead(500).end(), 100);
    });
    await Promise.all([first, second].map((one) => deliver(server.services, one!.id, options)));
    receiver.clear();
    server.clock.advance(590_000);
    await server.settle();
    expect(receiver.received).toHaveLength(0);
    server.clock.advance(10_000);
    await server.settle();
    expect((await log(id)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });
});

describe("the next try", () => {
  const now = instantSchema.parse("2026-11-21T09:30:00.000Z");
  const after = (retryAfter: string | undefined, status = 503, tries = 1) =>
    nextDeliveryOf({ status, ...(retryAfter === undefined ? {} : { retryAfter }) }, tries, now);
  const in5s = "2026-11-21T09:30:05.000Z";

  it("waits as long as an overloaded receiver asks, in seconds or until a date, and at most a day", () => {
    const at = "2026-11-21T10:30:00.000Z";
    for (const asked of ["3600", "Sat, 21 Nov 2026 10:30:00 GMT"])
      expect([asked, after(asked)]).toEqual([asked, { next: "again", at, holdUntil: at }]);
    const tomorrow = "2026-11-22T09:30:00.000Z";
    expect(after("999999999")).toEqual({ next: "again", at: tomorrow, holdUntil: tomorrow });
  });

  it("waits the usual pause if the receiver asks for none, or for one that nobody understands", () => {
    for (const asked of [undefined, "soon", "-5", "Sat, 21 Nov 2026 08:00:00 GMT", "1e3"])
      expect([asked, after(asked)]).toEqual([asked, { next: "again", at: in5s, holdUntil: in5s }]);
    for (const status of [429, 502, 504]) expect(after("2", status)).toHaveProperty("holdUntil", in5s);
    for (const status of [199, 301, 400, 500]) expect(after("3600", status)).toEqual({ next: "again", at: in5s });
    expect(nextDeliveryOf({ error: "timeout" }, 1, now)).toEqual({ next: "again", at: in5s });
  });

  it("does not come after a success, after 410, or after the tenth try", () => {
    for (const status of [200, 204, 299]) expect(after(undefined, status)).toEqual({ next: "delivered" });
    expect(after(undefined, 410)).toEqual({ next: "gone" });
    expect(after(undefined, 500, 9)).toEqual({ next: "again", at: "2026-11-22T09:30:00.000Z" });
    expect(after("3600", 503, 10)).toEqual({ next: "given-up" });
  });
});

describe("the description of the API", () => {
  it("explains how endpoints are managed", async () => {
    for (const each of await descriptionsOf(server.app, webhookOperations))
      expect(each).toMatchObject({ tags: ["webhooks"], isUsable: true });
  });
});

describe("the jobs of webhooks", () => {
  it("keep their names, because they outlive a deployment, and are cleared at night", async () => {
    expect(await registeredJobs(server.services, registerWebhooks)).toEqual({
      "webhooks-tell": "retried",
      "webhooks-deliver": "retried",
      "webhooks-forget": "17 3 * * *",
    });
  });
});
