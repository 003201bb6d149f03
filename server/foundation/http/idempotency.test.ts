import { sql } from "kysely";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { commandIdSchema } from "@countersign/shared/domain/ids.ts";

import { forgetKeysQueue } from "#server/node/register-api.ts";
import { holdVisibility } from "#server/records/visibility/visibility-lock.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { Answer, TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

import { claimKey, keepAnswer, releaseKey } from "./idempotency-store.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const post = async (name: TestPerson, url: string, body: object, key: string): Promise<Answer> =>
  (await server.signIn(name)).call("POST", url, body, { "idempotency-key": key });
const place = (key: string, change = {}, name: TestPerson = "dora") =>
  post(name, "/v1/orders", orderRequest(change), key);
const orders = async (): Promise<number> => {
  const { count } = await server.database.db
    .selectFrom("orders")
    .select((row) => row.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
};

describe("a request with an idempotency key", () => {
  it("is done once, and repetitions are answered like the first time", async () => {
    const before = await orders();
    const first = await place('"web-1"');
    const again = await place("web-1");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([first.headers["idempotency-replayed"], again.headers["idempotency-replayed"]]).toEqual([undefined, "true"]);
    expect(await orders()).toBe(before + 1);
  });

  it("is done once when sent many times at once: the others wait or get the answer", async () => {
    const before = await orders();
    const answers = await Promise.all(Array.from({ length: 8 }, () => place("at-once")));
    expect(await orders()).toBe(before + 1);
    for (const { status, body } of answers)
      expect(status === 201 || (status === 409 && body["code"] === "request-in-progress")).toBe(true);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
  });

  it("is refused when the key was used for another request; another caller may use the same key", async () => {
    await place("mine");
    expect(await place("mine", { note: "changed" })).toMatchObject({
      status: 422,
      body: { code: "idempotency-key-reused" },
    });
    expect(await place("mine", {}, "nick")).toMatchObject({ status: 201 });
  });

  it("gets the same refusal when it is repeated", async () => {
    const { body } = await place("to-decide");
    const url = `/v1/orders/${String(body["id"])}/decisions`;
    const refused = await post("amy", url, { outcome: "rejected" }, "no-reason");
    expect(refused).toMatchObject({ status: 422, body: { code: "reason-required" } });
    expect((await post("amy", url, { outcome: "rejected" }, "no-reason")).body).toEqual(refused.body);
  });

  it("A14 decides once, with one command per key", async () => {
    const { body } = await place("decided-once");
    const url = `/v1/orders/${String(body["id"])}/decisions`;
    const first = await post("amy", url, { outcome: "approved" }, "yes");
    expect((await post("amy", url, { outcome: "approved" }, "yes")).body).toEqual(first.body);
    const { command_id: commandId } = await server.database.db
      .selectFrom("idempotency_keys")
      .select("command_id")
      .where("caller", "=", idOf("amy"))
      .where("key", "=", "yes")
      .executeTakeFirstOrThrow();
    expect(first.body["id"]).toBe(commandId);
  });

  it("D09 whose server died before the answer is done again after a while with the same command, and counts once", async () => {
    const { body } = await place("before-crash");
    const url = `/v1/orders/${String(body["id"])}/decisions`;
    const first = await post("amy", url, { outcome: "approved" }, "crashed");
    await server.database.db
      .updateTable("idempotency_keys")
      .set({ answer: null })
      .where("key", "=", "crashed")
      .execute();
    expect(await post("amy", url, { outcome: "approved" }, "crashed")).toMatchObject({
      status: 409,
      body: { code: "request-in-progress" },
    });
    server.clock.advance(3 * 60 * 1_000);
    expect(await post("amy", url, { outcome: "approved" }, "crashed")).toMatchObject({ status: 200, body: first.body });
  });

  it("has its order and its answer stored together or not at all", async () => {
    const { db } = server.database;
    await db.schema.alterTable("change_log").renameTo("lost").execute();
    expect((await place("torn")).status).toBe(500);
    await db.schema.alterTable("lost").renameTo("change_log").execute();
    const before = await orders();
    expect((await place("torn")).status).toBe(201);
    expect(await orders()).toBe(before + 1);
  });

  it("counts once even if two of it are alive: the first was slow, the second took over its key", async () => {
    const { db } = server.database;
    const before = await orders();
    const [held, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = db.transaction().execute(async (tx) => {
      await holdVisibility(tx, testNetwork.tenant.id);
      held.resolve();
      await go.promise;
    });
    await held.promise;
    const slow = place("two-alive");
    const waiting = async (): Promise<number> => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and not granted and datname = current_database()`.execute(db);
      return rows[0]?.count ?? 0;
    };
    await expect.poll(waiting).toBe(1);
    server.clock.advance(11_000);
    const second = place("two-alive");
    await expect.poll(waiting).toBe(2);
    go.resolve();
    const answers = await Promise.all([slow, second]);
    await holding;
    expect(await orders()).toBe(before + 1);
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409]);
    expect(await place("two-alive")).toMatchObject({ status: 201, headers: { "idempotency-replayed": "true" } });
  });

  it("keeps a key that it took over, even if the first one fails then", async () => {
    const { db } = server.database;
    const name = { caller: "somebody", key: "taken-over" };
    const claim = { ...name, fingerprint: "x", commandId: commandIdSchema.parse(v7()) };
    const [first, later] = [server.clock.now(), (server.clock.advance(11_000), server.clock.now())];
    await claimKey(db, { ...claim, at: first }, first);
    expect(await claimKey(db, { ...claim, at: later }, later)).toMatchObject({ isFirst: true });
    await releaseKey(db, { ...name, at: first });
    expect(await keepAnswer(db, name, { status: 200, type: "", body: "" })).toBe(true);
  });

  it("has a delegation and its answer stored together or not at all", async () => {
    const until = { validFrom: "2099-01-01T00:00:00.000Z", validUntil: "2099-02-01T00:00:00.000Z" };
    const plan = () => post("amy", "/v1/delegations", { substitute: idOf("ben"), ...until }, "away");
    const { db } = server.database;
    await db.schema.alterTable("delegations").renameTo("lost").execute();
    expect((await plan()).status).toBe(500);
    await db.schema.alterTable("lost").renameTo("delegations").execute();
    const first = await plan();
    expect(first.status).toBe(201);
    const again = await plan();
    expect([again.body, again.headers["idempotency-replayed"]]).toEqual([first.body, "true"]);
    const rows = await db.selectFrom("delegations").select("id").execute();
    expect(rows).toEqual([{ id: first.body["id"] }]);
  });

  it("is refused if the answer would contain a secret, or the key is invalid", async () => {
    const body = { name: "x", personId: idOf("alma"), rights: ["orders:read"] };
    expect(await post("alma", "/v1/api-keys", body, "secret")).toMatchObject({ status: 400 });
    for (const key of ["", "a b", "x".repeat(256)]) expect((await place(key)).status).toBe(400);
  });

  it("is forgotten after two days", async () => {
    const before = await orders();
    await place("old");
    server.clock.advance(49 * 60 * 60 * 1_000);
    await server.jobs.tick(forgetKeysQueue);
    await server.settle();
    await place("old");
    expect(await orders()).toBe(before + 2);
  });
});
