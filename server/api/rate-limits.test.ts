import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { problemSchema } from "#shared/contract/protocol.ts";

import { timeLimit } from "#server/testing/database.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import type { App } from "./app.ts";
import { buildApp } from "./app.ts";
import type { RateLimits } from "./rate-limits.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const within = async (limits: Partial<RateLimits>, work: (app: App) => Promise<void>): Promise<void> => {
  const app = await buildApp(server.services, { isDemo: true, limits });
  await work(app);
  await app.close();
};

const ask = async (app: App, authorization?: string) => {
  const url = authorization === undefined ? "/v1/demo/people" : "/v1/orders";
  const answer = await app.inject({ url, ...(authorization === undefined ? {} : { headers: { authorization } }) });
  return { status: answer.statusCode, answer };
};
const tokenOf = async (name: "amy" | "ben") => `Bearer ${(await server.services.tokens.issue(idOf(name))).token}`;

describe("a caller that asks too much", () => {
  it("is told when to come back, and nobody else is held up", () =>
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

  it("is counted by device, by API key, and by address where nobody signs in", async () => {
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
