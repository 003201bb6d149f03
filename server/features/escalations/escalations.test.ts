import type { KyselyPlugin } from "kysely";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalRule } from "@countersign/shared/domain/policy.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { escalateOverdue } from "./escalations.ts";
import { escalationsQueue, registerEscalations } from "./register.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const hours = (count: number): number => count * 3_600_000;
const person = (name: TestPerson) => referenceTo(testNetwork.people.find(({ id }) => id === idOf(name))!);

const rule = (names: readonly TestPerson[], escalation?: ApprovalRule["escalation"]): ApprovalRule => ({
  condition: { when: "every-order" },
  role: "approver",
  requirement: { mode: "any" },
  candidates: names.map(person),
  ...(escalation === undefined ? {} : { escalation }),
});
const toMona = (afterHours: number): ApprovalRule["escalation"] => ({
  to: "person",
  afterHours,
  person: person("mona"),
});

/** Places an order that these rules plan. */
const placedBy = async (...rules: ApprovalRule[]): Promise<Order["id"]> => {
  const policy = testNetwork.policies[0]!;
  await server.services.db
    .updateTable("policies")
    .set({ document: JSON.stringify({ ...policy, rules }) })
    .where("id", "=", policy.id)
    .execute();
  return (await server.place()).id as Order["id"];
};
const orderOf = async (id: Order["id"]): Promise<Order> => {
  const query = server.services.db.selectFrom("orders").select("document").where("id", "=", id);
  return (await query.executeTakeFirstOrThrow()).document;
};
/** Whom each stage asks. */
const asked = async (id: Order["id"]) =>
  (await orderOf(id)).flow.stages.map(({ candidates }) => candidates.map(({ name }) => name));
const pass = async (count: number): Promise<void> => {
  server.clock.advance(hours(count));
  await server.jobs.tick(escalationsQueue);
  await server.settle();
};

describe("a stage that waits too long", () => {
  it("also asks the person whom its rule names, who then sees the order and is told", async () => {
    const id = await placedBy(rule(["amy"], toMona(24)));
    await pass(23);
    expect(await asked(id)).toEqual([["amy"]]);
    server.mails.splice(0);
    await pass(2);
    expect(await asked(id)).toEqual([["amy", "mona"]]);
    expect(server.mails.map(({ to }) => to.name)).toEqual(["mona"]);
    const mona = await server.signIn("mona");
    expect(await mona.device().push(mona.device().approve({ id }))).toMatchObject([{ state: "accepted" }]);
  });

  it("also asks the people of the next stage, if its rule says so", async () => {
    const id = await placedBy(rule(["amy"], { to: "next-stage", afterHours: 10 }), rule(["ben", "mona"]));
    expect(await asked(id)).toEqual([["amy"], ["ben", "mona"]]);
    await pass(11);
    expect(await asked(id)).toEqual([
      ["amy", "ben", "mona"],
      ["ben", "mona"],
    ]);
  });

  it("asks nobody twice, and stays as it is until then, whoever stands in for its people", async () => {
    const id = await placedBy(rule(["amy"], toMona(24)));
    const [validFrom, validUntil] = [1, 90].map((count) =>
      instantFromMillis(millisOf(server.clock.now()) + hours(count)),
    );
    const delegation = { substitute: idOf("ben"), validFrom, validUntil };
    expect((await (await server.signIn("amy")).call("POST", "/v1/delegations", delegation)).status).toBe(201);
    await pass(2);
    expect([await asked(id), (await orderOf(id)).revision]).toEqual([[["amy"]], 1]);
    await pass(23);
    expect(await asked(id)).toEqual([["amy", "mona", "ben"]]);
    const { revision } = await orderOf(id);
    await pass(2);
    expect((await orderOf(id)).revision).toBe(revision);
    await server.services.db.deleteFrom("delegations").execute();
  });

  it("is not held up by an order that cannot be changed", async () => {
    const [unlucky, id] = [await placedBy(rule(["amy"], toMona(1))), await placedBy(rule(["amy"], toMona(1)))];
    const { db } = server.services;
    await sql`alter table orders add constraint unwritable check (id <> ${sql.lit(unlucky)}) not valid`.execute(db);
    await pass(2);
    expect([await asked(unlucky), await asked(id)]).toEqual([[["amy"]], [["amy", "mona"]]]);
    await sql`alter table orders drop constraint unwritable`.execute(db);
    await pass(0);
    expect(await asked(unlucky)).toEqual([["amy", "mona"]]);
  });
});

describe("the run of the escalations", () => {
  it("reads no order whose rules ask nobody else", async () => {
    const without = await placedBy(rule(["amy"]));
    const escalating = await placedBy(rule(["amy"], toMona(1)));
    const read: unknown[] = [];
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        read.push(...result.rows.map(({ id }) => id));
        return result;
      },
    };
    await escalateOverdue({ ...server.services, db: server.services.db.withPlugin(plugin) });
    expect([read.includes(without), read.includes(escalating)]).toEqual([false, true]);
  });
});

describe("the jobs of escalations", () => {
  it("keep their names, because they outlive a deployment, and run every quarter of an hour", async () => {
    expect(await registeredJobs(server.services, registerEscalations)).toEqual({ "escalations-apply": "*/15 * * * *" });
  });
});
