import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import type { ApprovalRule } from "@countersign/shared/domain/policy.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { escalationsQueue } from "#server/features/escalations/register.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { delegationsQueue } from "./register.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const hours = (count: number) => count * 3_600_000;
const inHours = (count: number) => instantFromMillis(millisOf(server.clock.now()) + hours(count));

const pass = async (count: number): Promise<void> => {
  server.clock.advance(hours(count));
  await server.jobs.tick(delegationsQueue);
  await server.jobs.tick(escalationsQueue);
  await server.settle();
};

const call = async (name: TestPerson, method: "DELETE" | "GET" | "POST", path: string, body?: unknown) =>
  (await server.signIn(name)).call(method, path, body);

const askedBy = async (id: string): Promise<string[]> => {
  const { document } = await server.services.db
    .selectFrom("orders")
    .select("document")
    .where("id", "=", id as Order["id"])
    .executeTakeFirstOrThrow();
  return document.flow.stages.flatMap(({ candidates }) => candidates.map(({ name }) => name));
};

const delegate = (by: TestPerson, to: TestPerson, from: number, until: number, of?: TestPerson) =>
  call(by, "POST", "/v1/delegations", {
    substitute: idOf(to),
    validFrom: inHours(from),
    validUntil: inHours(until),
    ...(of === undefined ? {} : { delegator: idOf(of) }),
  });

/** Makes the order unwritable while `work` runs. */
const unwritable = async (id: string, work: () => Promise<void>): Promise<void> => {
  const { db } = server.services;
  await sql`alter table orders add constraint unwritable check (id <> ${sql.lit(id)}) not valid`.execute(db);
  await work();
  await sql`alter table orders drop constraint unwritable`.execute(db);
};

describe("a delegation", () => {
  it("begins and ends by itself, on existing orders and on new ones, and the substitute decides in between", async () => {
    const { id: older } = await server.place();
    expect((await delegate("amy", "mona", 1, 10)).status).toBe(201);
    await pass(0);
    expect(await askedBy(older)).toEqual(["amy", "ben"]);
    await pass(2);
    expect(await askedBy(older)).toEqual(["amy", "ben", "mona"]);
    const { id: newer } = await server.place();
    expect(await askedBy(newer)).toEqual(["amy", "ben", "mona"]);
    const mona = await server.signIn("mona");
    expect(await mona.device().push(mona.device().approve({ id: newer }))).toMatchObject([{ state: "accepted" }]);
    const order = (await mona.documents("orders")).find(({ id }) => id === newer);
    expect(order?.flow.decisions[0]).toMatchObject({ person: { name: "mona" }, onBehalfOf: { name: "amy" } });
    await pass(9);
    expect(await askedBy(older)).toEqual(["amy", "ben"]);
    expect((await (await server.signIn("mona")).documents("orders")).map(({ id }) => id)).not.toContain(older);
    expect(await askedBy((await server.place()).id)).toEqual(["amy", "ben"]);
  });

  it("begins on all other orders if one cannot be changed, and on that one at the next run", async () => {
    const { id: unlucky } = await server.place();
    const { id: other } = await server.place();
    const { id } = (await delegate("amy", "mona", 1, 10)).body;
    await unwritable(unlucky, async () => {
      await pass(2);
      expect(await askedBy(unlucky)).toEqual(["amy", "ben"]);
      expect(await askedBy(other)).toEqual(["amy", "ben", "mona"]);
    });
    await pass(0);
    expect(await askedBy(unlucky)).toEqual(["amy", "ben", "mona"]);
    await call("amy", "DELETE", `/v1/delegations/${String(id)}`);
    await pass(1);
    expect(await askedBy(unlucky)).toEqual(["amy", "ben"]);
  });

  it("is arranged by the person or an administrator of the organisation, for colleagues, and can be ended early", async () => {
    const { id } = await server.place();
    expect((await delegate("ben", "mona", 0, 5, "amy")).body).toMatchObject({ code: "delegation-of-another" });
    expect((await delegate("amy", "paul", 0, 5)).status).toBe(404);
    expect((await delegate("amy", "amy", 0, 5)).body).toMatchObject({ code: "delegation-to-oneself" });
    const { status, body } = await delegate("alma", "mona", 0, 500, "amy");
    expect(status).toBe(201);
    await pass(1);
    expect(await askedBy(id)).toContain("mona");
    expect((await call("mona", "GET", "/v1/delegations")).body["delegations"]).toMatchObject([{ id: body["id"] }]);
    expect((await call("nick", "DELETE", `/v1/delegations/${String(body["id"])}`)).status).toBe(404);
    expect((await call("amy", "DELETE", `/v1/delegations/${String(body["id"])}`)).status).toBe(204);
    await pass(1);
    expect(await askedBy(id)).not.toContain("mona");
    expect((await call("mona", "GET", "/v1/delegations")).body["delegations"]).toEqual([]);
  });
});

describe("a delegation that was ended before it began", () => {
  it("adds nobody, neither to existing orders nor to new ones", async () => {
    const { id: older } = await server.place();
    const planned = (await delegate("amy", "mona", 2, 10)).body;
    const due = (await delegate("amy", "carl", 0, 10)).body;
    for (const { id } of [planned, due])
      expect((await call("amy", "DELETE", `/v1/delegations/${String(id)}`)).status).toBe(204);
    await pass(3);
    expect(await askedBy(older)).toEqual(["amy", "ben"]);
    expect(await askedBy((await server.place()).id)).toEqual(["amy", "ben"]);
    const told = await server.services.db
      .selectFrom("order_events")
      .select("event")
      .where("order_id", "=", older as Order["id"])
      .execute();
    expect(told.map(({ event }) => event.kind)).not.toContain("people-asked");
  });
});

describe("a new order", () => {
  it("asks a substitute whose time has come, even before the scheduled run", async () => {
    const { id } = (await delegate("ben", "mona", 1, 5)).body;
    server.clock.advance(hours(2));
    expect(await askedBy((await server.place()).id)).toEqual(["amy", "ben", "mona"]);
    await call("ben", "DELETE", `/v1/delegations/${String(id)}`);
    await pass(1);
  });
});

describe("a stage that waits too long", () => {
  it("asks more people by its rule, once, with their substitutes, and tells them", async () => {
    const rule: ApprovalRule = {
      condition: { when: "every-order" },
      role: "approver",
      requirement: { mode: "any" },
      candidates: testNetwork.people.filter(({ id }) => id === idOf("amy")).map(referenceTo),
      escalation: { to: "person", afterHours: 24, person: { personId: idOf("mona"), name: "mona" } },
    };
    const policy = { ...testNetwork.policies[0]!, ...defaultPolicySettings, rules: [rule] };
    await server.services.db
      .updateTable("policies")
      .set({ document: JSON.stringify(policy) })
      .where("id", "=", policy.id)
      .execute();
    const { id: unlucky } = await server.place();
    const { id } = await server.place();
    await pass(23);
    expect(await askedBy(id)).toEqual(["amy"]);
    await delegate("mona", "ben", 0, 300);
    await unwritable(unlucky, () => pass(2));
    expect([await askedBy(unlucky), await askedBy(id)]).toEqual([["amy"], ["amy", "mona", "ben"]]);
    await pass(48);
    expect(await askedBy(unlucky)).toEqual(["amy", "mona", "ben"]);
    expect(await askedBy(id)).toEqual(["amy", "mona", "ben"]);
    const events = await server.services.db
      .selectFrom("order_events")
      .select("event")
      .where("order_id", "=", id as Order["id"])
      .execute();
    expect(events.map(({ event }) => event)).toContainEqual({
      kind: "people-asked",
      stageId: "stage-1",
      personIds: [idOf("mona"), idOf("ben")],
    });
    expect((await (await server.signIn("mona")).documents("orders")).map((order) => order.id)).toContain(id);
  });
});
