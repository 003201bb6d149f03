import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestClient, TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";
import type { ApiKeyWithSecret } from "@countersign/shared/contract/api/api-keys.ts";
import { apiKeyWithSecretSchema } from "@countersign/shared/contract/api/api-keys.ts";
import type { Right } from "@countersign/shared/contract/api/rights.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let alma: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  alma = await server.signIn("alma");
}, timeLimit);
afterAll(() => server.stop());

const makeKey = async (rights: Right[], person: TestPerson = "alma", change = {}): Promise<ApiKeyWithSecret> => {
  const { status, body } = await alma.call("POST", "/v1/api-keys", {
    name: "Web shop",
    personId: idOf(person),
    rights,
    ...change,
  });
  expect(status).toBe(201);
  return apiKeyWithSecretSchema.parse(body);
};

const callWith = async (secret: string, method: "GET" | "POST" | "PUT", url: string, payload?: object) => {
  const headers = { authorization: `Bearer ${secret}`, ...protocolHeaders };
  const answer = await server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, code: answer.json<{ code?: string }>().code };
};

const place = (secret: string) => callWith(secret, "POST", "/v1/orders", orderRequest());

describe("an API key", () => {
  it("acts for its person with its rights", async () => {
    const { secret } = await makeKey(["orders:write"]);
    expect(secret).toMatch(/^csk_[\w-]{43}$/);
    expect((await place(secret)).status).toBe(201);
  });

  it("is refused if it lacks a right, even if its person has it", async () => {
    const { secret } = await makeKey(["orders:read"]);
    expect(await place(secret)).toEqual({ status: 403, code: "right-missing" });
  });

  it("gives no more than its person's roles do", async () => {
    const { secret } = await makeKey(["orders:write", "erp:write", "keys:manage"], "amy");
    expect(await place(secret)).toEqual({ status: 403, code: "right-missing" });
    expect(await callWith(secret, "GET", "/v1/api-keys")).toEqual({ status: 403, code: "right-missing" });
  });

  it("is not accepted for replication by devices", async () => {
    const { secret } = await makeKey(["orders:read"]);
    for (const url of ["/v1/session", "/v1/sync/pull?collection=orders&limit=1", "/v1/sync/stream"])
      expect([url, await callWith(secret, "GET", url)]).toEqual([url, { status: 403, code: "key-not-accepted" }]);
  });

  it("is stored only as a hash: the secret is shown once", async () => {
    const { secret, id } = await makeKey(["orders:read"]);
    const listed = await alma.call("GET", "/v1/api-keys");
    expect(listed.body["keys"]).toContainEqual(expect.objectContaining({ id, name: "Web shop" }));
    const rows = await server.database.db.selectFrom("api_keys").selectAll().execute();
    for (const text of [JSON.stringify(listed.body), JSON.stringify(rows)]) expect(text).not.toContain(secret);
  });

  it("ends when it is revoked, when it expires, and with its person's account or membership", async () => {
    const refused = { status: 401, code: "session-refused" };
    const revoked = await makeKey(["orders:write"]);
    expect(
      (await server.app.inject({ method: "DELETE", url: `/v1/api-keys/${revoked.id}`, headers: alma.headers }))
        .statusCode,
    ).toBe(204);
    expect(await place(revoked.secret)).toEqual(refused);

    const expiring = await makeKey(["orders:write"], "alma", { expiresAt: "2026-11-21T10:00:00+00:00" });
    expect((await place(expiring.secret)).status).toBe(201);
    server.clock.advance(60 * 60 * 1_000);
    expect(await place(expiring.secret)).toEqual(refused);

    const carls = await makeKey(["orders:write"], "carl");
    const { db } = server.database;
    const changeCarl = (change: object) =>
      db.updateTable("people").set(change).where("id", "=", idOf("carl")).execute();
    await changeCarl({ is_active: false });
    expect(await place(carls.secret)).toEqual(refused);
    await changeCarl({ is_active: true, organisation_id: "org-press" });
    expect(await place(carls.secret)).toEqual(refused);
    await changeCarl({ organisation_id: "org-bakery" });
    expect((await place(carls.secret)).status).toBe(201);
  });

  it("shows when it was last used, to the hour", async () => {
    const { secret, id } = await makeKey(["orders:write"]);
    const lastUse = async () => {
      const { body } = await (await server.signIn("alma")).call("GET", "/v1/api-keys");
      return (body["keys"] as { id: string; lastUsedAt?: string }[]).find((key) => key.id === id)?.lastUsedAt;
    };
    expect(await lastUse()).toBeUndefined();
    await place(secret);
    const first = await lastUse();
    expect(first).toBeDefined();
    await place(secret);
    expect(await lastUse()).toBe(first);
    server.clock.advance(2 * 60 * 60 * 1_000);
    await place(secret);
    expect((await lastUse())! > first!).toBe(true);
  });
});

describe("the keys of an organisation", () => {
  it("are managed only by its administrators", async () => {
    for (const name of ["amy", "carl", "nick"] as const) {
      const { status, body } = await (await server.signIn(name)).call("GET", "/v1/api-keys");
      expect([name, status, body["code"]]).toEqual([name, 403, "right-missing"]);
    }
  });

  it("act only for its own people", async () => {
    for (const personId of [idOf("paul"), idOf("gone"), "nobody"]) {
      const answer = await alma.call("POST", "/v1/api-keys", { name: "x", personId, rights: ["orders:read"] });
      expect([answer.status, answer.body["code"]]).toEqual([422, "request-malformed"]);
    }
  });

  it("are neither seen nor revoked by another organisation", async () => {
    const { id } = await makeKey(["orders:read"]);
    const { db } = server.database;
    const press = await db
      .selectFrom("people")
      .select("document")
      .where("id", "=", idOf("paul"))
      .executeTakeFirstOrThrow();
    const document = JSON.stringify({ ...press.document, roles: ["admin"] });
    await db.updateTable("people").set({ document }).where("id", "=", idOf("paul")).execute();
    const paul = await server.signIn("paul");
    expect((await paul.call("GET", "/v1/api-keys")).body).toEqual({ keys: [] });
    const removal = await paul.call("DELETE", `/v1/api-keys/${id}`);
    expect([removal.status, removal.body["code"]]).toEqual([404, "not-found"]);
  });

  it("cannot make keys with rights that they lack or for another person", async () => {
    const { secret } = await makeKey(["keys:manage", "orders:read"]);
    const make = (personId: string, rights: Right[]) =>
      callWith(secret, "POST", "/v1/api-keys", { name: "x", personId, rights });
    expect((await make(idOf("alma"), ["orders:read"])).status).toBe(201);
    expect(await make(idOf("alma"), ["orders:write"])).toEqual({ status: 403, code: "right-missing" });
    expect(await make(idOf("amy"), ["orders:read"])).toEqual({ status: 403, code: "not-allowed" });
  });
});
