import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { defaultAuthorizationPolicy, defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";

import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork, makeAdmins } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;

const call = async (name: TestPerson, method: "GET" | "PUT", path: string, body?: unknown) => {
  const { status, body: answer } = await (await server.signIn(name)).call(method, `/v1/organisations/${path}`, body);
  return { status, body: answer };
};
const statuses = async (method: "GET" | "PUT", path: string, body?: unknown) =>
  Object.fromEntries(
    await Promise.all(
      (["dora", "nick", "alma", "amy", "sven", "vito"] as const).map(async (name) => [
        name,
        (await call(name, method, path, body)).status,
      ]),
    ),
  ) as Record<string, number>;

beforeAll(async () => {
  server = await startTestServer();
  await makeAdmins(server.database.db, "dora", "nick", "sven");
});
afterAll(() => server.stop());

describe("the settings of a network and its companies", () => {
  it("have defaults until they are set", async () => {
    const path = "org-bakery/settings/authorization-policy";
    expect(await call("alma", "GET", path)).toEqual({ status: 200, body: defaultAuthorizationPolicy });
    const strict = { ...defaultAuthorizationPolicy, limitLevels: "highest-exceeded" };
    expect(await call("alma", "PUT", path, strict)).toEqual({ status: 200, body: strict });
    expect((await call("dora", "GET", path)).body).toEqual(strict);
  });

  it("of the whole network belong to the distributor", async () => {
    const shop = "org-hub/settings/shop-settings";
    expect(await statuses("GET", shop)).toEqual({ dora: 200, nick: 404, alma: 404, amy: 403, sven: 404, vito: 404 });
    const closed = { ...defaultShopSettings, showsPrices: false };
    expect((await call("dora", "PUT", shop, closed)).body).toEqual(closed);
    expect((await call("dora", "GET", "org-north/settings/shop-settings")).status).toBe(404);
    const rates = [{ from: "USD", to: "EUR", rate: "0.9" }];
    expect((await call("dora", "PUT", "org-hub/settings/exchange-rates", rates)).body).toEqual(rates);
    const twice = await call("dora", "PUT", "org-hub/settings/exchange-rates", [...rates, ...rates]);
    expect([twice.status, twice.body["code"]]).toEqual([400, "request-malformed"]);
  });

  it("of a customer are set by it and those above it, except which of its changes need approval", async () => {
    const free = { lower: "passes", sideways: "passes" };
    const path = "org-bakery/settings/change-policy";
    expect(await statuses("PUT", path, free)).toEqual({
      dora: 200,
      nick: 200,
      alma: 403,
      amy: 403,
      sven: 404,
      vito: 404,
    });
    expect((await call("alma", "GET", path)).body).toEqual(free);
    expect((await call("alma", "PUT", path, { lower: "never" })).status).toBe(400);
  });
});

describe("a customer's approval switch", () => {
  const path = "org-bakery/reseller-approval";

  it("W03 W05 is on by default, and changed by the reseller and the distributor", async () => {
    expect(await call("nick", "GET", path)).toEqual({
      status: 200,
      body: { isOn: true, isLocked: false, isApprovalRequired: true },
    });
    expect(await statuses("PUT", path, { isOn: false })).toEqual({
      dora: 200,
      nick: 200,
      alma: 403,
      amy: 403,
      sven: 404,
      vito: 404,
    });
    expect((await call("nick", "GET", path)).body).toEqual({ isOn: false, isLocked: false, isApprovalRequired: false });
    expect((await call("dora", "GET", "org-museum/reseller-approval")).status).toBe(404);
  });

  it("W04 W10 is locked in its last position while the reseller pays by card", async () => {
    const account = {
      resellerId: testNetwork.organisations.find(({ id }) => id === "org-north")!.id,
      isActive: true,
      payment: { method: "credit-card", gateway: { name: "Cards", hasTokens: true } },
      tokens: [],
      timeZone: "UTC",
    } as const;
    await server.database.db.transaction().execute((tx) =>
      putSetting(tx, testNetwork.tenant.id, {
        kind: "reseller-account",
        ownerId: "org-north",
        document: { ...account, tokens: [] },
      }),
    );
    expect(await call("nick", "PUT", path, { isOn: true })).toMatchObject({
      status: 409,
      body: { code: "approval-toggle-locked" },
    });
    expect((await call("nick", "GET", path)).body).toEqual({ isOn: false, isLocked: true, isApprovalRequired: true });
  });
});
