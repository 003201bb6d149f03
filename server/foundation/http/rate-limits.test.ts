import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { problemSchema } from "@countersign/shared/contract/protocol.ts";

import { buildApp } from "#server/node/app.ts";
import { timeLimit } from "#server/testing/database.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import type { RateLimits } from "./rate-limits.ts";
import type { HttpApp } from "./http-app.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const within = async (
  limits: Partial<RateLimits>,
  work: (app: HttpApp) => Promise<void>,
  trustedProxies: readonly string[] = [],
): Promise<void> => {
  const app = await buildApp(server.services, { isDemo: true, limits, trustedProxies });
  await work(app);
  await app.close();
};

const ask = async (app: HttpApp, authorization?: string) => {
  const url = authorization === undefined ? "/v1/demo/people" : "/v1/orders";
  const answer = await app.inject({ url, ...(authorization === undefined ? {} : { headers: { authorization } }) });
  return { status: answer.statusCode, answer };
};
const tokenOf = async (name: "amy" | "ben") => `Bearer ${(await server.services.tokens.issue(idOf(name), null)).token}`;

describe("a caller that sends too many requests", () => {
  it("is told when to come back, and does not affect anybody else", () =>
    within({ person: 2 }, async (app) => {
      const [amy, ben] = [await tokenOf("amy"), await tokenOf("ben")];
      expect([(await ask(app, amy)).status, (await ask(app, amy)).status]).toEqual([200, 200]);
      const { answer } = await ask(app, amy);
      expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
        429,
        "application/problem+json; charset=utf-8",
      ]);
      expect(problemSchema.parse(answer.json())).toMatchObject({ code: "too-many-requests" });
      const seconds = Number(answer.headers["retry-after"]);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect((await ask(app, ben)).status).toBe(200);
    }));

  it("is counted by device, by API key, and by address without a sign-in", async () => {
    await within({ device: 1 }, async (app) => {
      const first = await tokenOf("amy");
      server.clock.advance(1_000);
      const second = await tokenOf("amy");
      expect([(await ask(app, first)).status, (await ask(app, first)).status]).toEqual([200, 429]);
      expect((await ask(app, second)).status).toBe(200);
    });
    await within({ key: 1, person: 1_000 }, async (app) => {
      const alma = await server.signIn("alma");
      const { body } = await alma.call("POST", "/v1/api-keys", {
        name: "x",
        personId: idOf("alma"),
        rights: ["orders:read"],
      });
      const key = `Bearer ${String(body["secret"])}`;
      expect([(await ask(app, key)).status, (await ask(app, key)).status]).toEqual([200, 429]);
    });
    await within({ address: 1 }, async (app) => {
      expect([(await ask(app)).status, (await ask(app)).status]).toEqual([200, 429]);
    });
  });
});

describe("behind a reverse proxy", () => {
  const proxy = "10.1.2.3";
  const guess = async (app: HttpApp, forwardedFor: string, remoteAddress = proxy): Promise<number> => {
    const answer = await app.inject({
      method: "POST",
      url: "/v1/sessions",
      remoteAddress,
      headers: { "x-forwarded-for": forwardedFor },
      payload: { email: "nobody@bakery.example", password: "a wrong password" },
    });
    return answer.statusCode;
  };

  it("that is trusted, guessing passwords is limited by the caller's own address, and affects nobody else", () =>
    within(
      { guess: 1 },
      async (app) => {
        expect(await guess(app, "203.0.113.9")).toBe(401);
        expect(await guess(app, "203.0.113.9")).toBe(429);
        // The caller's own claim precedes what the proxy appends.
        expect(await guess(app, "198.51.100.1, 203.0.113.9")).toBe(429);
        expect(await guess(app, "203.0.113.10")).toBe(401);
      },
      ["10.0.0.0/8"],
    ));

  it("that is not trusted, claiming another address does not help", async () => {
    for (const trusted of [[], ["192.0.2.1"]])
      await within(
        { guess: 1 },
        async (app) => {
          expect(await guess(app, "203.0.113.9")).toBe(401);
          expect(await guess(app, "203.0.113.10")).toBe(429);
        },
        trusted,
      );
  });

  it("that is trusted, a page from its public address is not foreign", async () => {
    const headers = { origin: "https://approve.example", host: "10.9.9.9:4000", "x-forwarded-host": "approve.example" };
    const ask = async (app: HttpApp) =>
      (await app.inject({ url: "/v1/demo/people", remoteAddress: proxy, headers })).statusCode;
    await within({}, async (app) => expect(await ask(app)).toBe(200), ["10.0.0.0/8"]);
    await within({}, async (app) => expect(await ask(app)).toBe(403));
  });
});
