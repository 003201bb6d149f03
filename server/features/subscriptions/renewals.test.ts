import { sql } from "kysely";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { openDatabase } from "#server/foundation/db/database.ts";
import { createLog } from "#server/foundation/log/log.ts";
import { createServices } from "#server/node/create-services.ts";
import { inProcessPoke } from "#server/records/change-log/poke.ts";
import { timeLimit } from "#server/testing/database.ts";
import { heldJobs } from "#server/testing/held-jobs.ts";
import { idOf } from "#server/testing/network.ts";
import { startTestServer } from "#server/testing/server.ts";

import { renewalsQueue } from "./register.ts";
import { renewDue } from "./renew.ts";
import { monthly, seats, Subscribed } from "./testing/subscribed.ts";

vi.setConfig({ testTimeout: timeLimit });

let bakery: Subscribed;

beforeAll(async () => {
  bakery = new Subscribed(await startTestServer());
  await bakery.prepare();
}, timeLimit);
afterAll(() => bakery.server.stop());

const dayMillis = 86_400_000;
const now = () => bakery.server.clock.now();

/** A recurrence from now on, in UTC, every this many days. */
const daily = (days: number, more: object = {}) => ({
  interval: `P${days}D`,
  startsAt: now(),
  timeZone: "UTC",
  ...more,
});
const passDays = (days: number): void => bakery.server.clock.advance(days * dayMillis);

/** Runs what is due this minute. */
const tick = async (): Promise<void> => {
  await bakery.server.jobs.tick(renewalsQueue);
  await bakery.server.settle();
};

/** The orders that the subscription made, oldest first, with their dates and statuses. */
const renewals = async (id: string) => {
  const { rows } = await sql<{ order_id: string; execution_at: string }>`
    select order_id, execution_at from subscription_orders
    where subscription_id = ${id} and kind = 'renewal' order by execution_at`.execute(bakery.server.services.db);
  return Promise.all(rows.map(async (row) => ({ at: row.execution_at, order: await bakery.order(row.order_id) })));
};
const act = (id: string, action: string) => bakery.call("nick", "POST", `/v1/subscriptions/${id}/${action}`);
const events = async (id: string) => (await bakery.history(id)).map(({ event }) => event);

describe("the executions of a subscription", () => {
  it("I14 I20 are separate orders at their dates, which nobody approves again", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7), costCentre: { id: "oven", name: "Oven" } });
    const start = (await bakery.subscription(id)).inForce.recurrence.startsAt;
    passDays(6);
    await tick();
    expect(await renewals(id)).toEqual([]);
    passDays(1);
    await tick();
    const [first] = await renewals(id);
    const placedAt = new Date(Date.parse(start) + 7 * dayMillis).toISOString();
    expect(first).toMatchObject({
      at: placedAt,
      order: {
        placedAt,
        status: "executing",
        requester: { personId: idOf("carl") },
        lines: [{ id: "line-1", product: "E3", quantity: { value: "10" } }],
        costCentre: { id: "oven" },
        flow: { stages: [], decisions: [] },
      },
    });
    await bakery.report(first!.order.id);
    expect((await bakery.order(first!.order.id)).status).toBe("executed");
    await tick();
    expect(await renewals(id)).toHaveLength(1);
    expect(await bakery.history(id)).toMatchObject([{ event: "started" }, { event: "renewed", executionAt: placedAt }]);
    expect((await bakery.call("carl", "GET", `/v1/orders/${first!.order.id}`)).status).toBe(200);
    await act(id, "cancel");
  });

  it("I20 are made once, however many nodes look for them at the same time", async () => {
    const id = await bakery.subscribe({ recurrence: daily(1) });
    const { database, clock } = bakery.server;
    const db = openDatabase(database.url, createLog("silent"));
    const surroundings = { log: createLog("silent"), clock, ids: { next: () => v7() } };
    const jobs = heldJobs(clock);
    const other = await createServices(db, surroundings, { jobs, poke: inProcessPoke() });
    passDays(5);
    await Promise.all([
      renewDue(bakery.server.services),
      renewDue(other),
      renewDue(bakery.server.services),
      renewDue(other),
    ]);
    const made = await renewals(id);
    expect(made).toHaveLength(5);
    expect(new Set(made.map(({ at }) => at)).size).toBe(5);
    expect(new Set(made.map(({ order }) => order.number)).size).toBe(5);
    await other.events.idle();
    await db.destroy();
    await act(id, "cancel");
  });

  it("I15 are caught up on after the server was down, one for each date, and end with the repetitions", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7, { repetitions: 4 }) });
    passDays(100);
    await tick();
    const { startsAt } = (await bakery.subscription(id)).inForce.recurrence;
    const dates = [1, 2, 3].map((week) => new Date(Date.parse(startsAt) + week * 7 * dayMillis).toISOString());
    expect((await renewals(id)).map(({ at }) => at)).toEqual(dates);
    expect(await bakery.subscription(id)).toMatchObject({ status: "ended" });
    expect(await events(id)).toEqual(["started", "renewed", "renewed", "renewed", "ended"]);
    expect((await act(id, "resume")).body).toMatchObject({ code: "subscription-over", args: { status: "ended" } });
  });

  it("I15 keep the day of the month and end at the end of the term", async () => {
    const end = new Date(Date.parse(now()) + 65 * dayMillis).toISOString();
    const id = await bakery.subscribe({ recurrence: { ...monthly, startsAt: now(), timeZone: "UTC", endsAt: end } });
    passDays(64);
    await tick();
    expect((await bakery.subscription(id)).status).toBe("active");
    const made = await renewals(id);
    expect(made).toHaveLength(2);
    const { startsAt } = (await bakery.subscription(id)).inForce.recurrence;
    for (const { at } of made) expect(at.slice(8)).toBe(startsAt.slice(8));
    passDays(2);
    await tick();
    expect([(await bakery.subscription(id)).status, (await renewals(id)).length]).toEqual(["ended", 2]);
  });

  it("I20 I21 are skipped during a pause and continue after it without a new approval", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7) });
    expect((await act(id, "pause")).body).toMatchObject({ status: "paused" });
    const { revision } = await bakery.subscription(id);
    expect((await act(id, "pause")).body).toMatchObject({ status: "paused", revision });
    expect((await bakery.subscription(id)).nextAt).toBeUndefined();
    passDays(30);
    await tick();
    expect(await renewals(id)).toEqual([]);
    const resumed = await bakery.call("carl", "POST", `/v1/subscriptions/${id}/resume`);
    expect(resumed.body).toMatchObject({ status: "active", version: 1 });
    expect(String(resumed.body["nextAt"]) > now()).toBe(true);
    await tick();
    expect(await renewals(id)).toEqual([]);
    passDays(7);
    await tick();
    const [only, ...others] = await renewals(id);
    expect(only?.order).toMatchObject({ placedAt: resumed.body["nextAt"], flow: { stages: [] } });
    expect(others).toEqual([]);
    expect(await events(id)).toEqual(["started", "paused", "resumed", "renewed"]);
    await act(id, "cancel");
  });

  it("end for good when it is cancelled, by those who may order for the customer and nobody else", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7) });
    for (const [name, status, code] of [
      ["amy", 403, "right-missing"],
      ["cora", 404, "not-found"],
      ["sven", 404, "not-found"],
    ] as const)
      expect(await bakery.call(name, "POST", `/v1/subscriptions/${id}/cancel`)).toMatchObject({
        status,
        body: { code },
      });
    expect((await bakery.call("alma", "POST", `/v1/subscriptions/${id}/cancel`)).body).toMatchObject({
      status: "cancelled",
    });
    passDays(30);
    await tick();
    expect(await renewals(id)).toEqual([]);
    expect((await act(id, "resume")).body).toMatchObject({ code: "subscription-over" });
  });
});

describe("an execution", () => {
  it("A20 is of the version in force while a change waits, and of the new one as soon as it is provisioned", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7) });
    const { body } = await bakery.change(id, { lines: [seats("12", { id: "line-1" })] });
    passDays(7);
    await tick();
    await bakery.approve(String(body["id"]));
    await bakery.report(String(body["id"]));
    passDays(7);
    await tick();
    const quantities = (await renewals(id)).map(({ order }) => order.lines[0]);
    expect(quantities).toMatchObject([{ quantity: { value: "10" } }, { quantity: { value: "12" } }]);
    expect(quantities.every((line) => line?.previousQuantity === undefined)).toBe(true);
    await act(id, "cancel");
  });

  it("A94 I15 continues in a longer term that was approved after the old one was over", async () => {
    const recurrence = daily(7, { repetitions: 2 });
    const id = await bakery.subscribe({ recurrence });
    const longer = { ...recurrence, repetitions: 5 };
    const { body } = await bakery.change(id, { lines: [seats("10", { id: "line-1" })], recurrence: longer });
    expect(body["status"]).toBe("pending");
    passDays(15);
    await tick();
    expect((await bakery.subscription(id)).status).toBe("active");
    await bakery.approve(String(body["id"]));
    await bakery.report(String(body["id"]));
    passDays(30);
    await tick();
    expect(
      (await renewals(id)).map(({ order }) =>
        Math.round((Date.parse(order.placedAt) - Date.parse(recurrence.startsAt)) / dayMillis),
      ),
    ).toEqual([7, 21, 28]);
    expect((await bakery.subscription(id)).status).toBe("ended");
  });

  it("W58 W18 is checked for credit like every order; W68 cancelling it ends nothing else", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7) });
    const north = "org-north" as never;
    const account = {
      resellerId: north,
      isActive: true,
      payment: { method: "deposit" },
      tokens: [],
      timeZone: "UTC",
    } as const;
    await bakery.set({ kind: "reseller-account", ownerId: north, document: { ...account, tokens: [] } });
    passDays(7);
    await tick();
    const [blocked] = await renewals(id);
    expect(blocked?.order.status).toBe("blocked-by-credit");
    expect(
      bakery.server.mails.some(
        ({ subject }) => subject.includes(blocked!.order.number) && subject.includes("could not be executed"),
      ),
    ).toBe(true);
    const cancelled = await bakery.call("nick", "POST", `/v1/orders/${blocked!.order.id}/cancel`);
    expect(cancelled.body).toMatchObject({ status: "rejected" });
    await bakery.set({
      kind: "credit-line",
      ownerId: north,
      document: { currency: "EUR", limitMinor: 100_000_000, balanceOwedMinor: 0 },
    });
    passDays(7);
    await tick();
    expect((await renewals(id)).map(({ order }) => order.status)).toEqual(["rejected", "executing"]);
    expect(await bakery.subscription(id)).toMatchObject({ status: "active", version: 1 });
    await act(id, "cancel");
  });

  it("A26 A27 that could not be provisioned tells the subscription's approvers, and is retried without them", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7) });
    passDays(7);
    await tick();
    const [{ order } = { order: undefined }] = await renewals(id);
    await bakery.report(order!.id, "failed");
    const told = bakery.server.mails.filter(({ subject }) =>
      subject.includes(`${order!.number} could not be provisioned`),
    );
    expect(told.map(({ to }) => to.name)).toEqual(["amy"]);
    await bakery.call("nick", "POST", `/v1/orders/${order!.id}/retry`);
    await bakery.report(order!.id);
    expect((await bakery.order(order!.id)).status).toBe("executed");
    await act(id, "cancel");
  });

  it("I17 I20 continues when nobody is left who could approve, and in the name of somebody who left", async () => {
    const id = await bakery.subscribe({ recurrence: daily(7) });
    const people = bakery.server.database.db.updateTable("people").set({ is_active: false });
    await people.where("id", "in", [idOf("amy"), idOf("ben"), idOf("carl")]).execute();
    passDays(7);
    await tick();
    expect((await renewals(id)).map(({ order }) => order.status)).toEqual(["executing"]);
    await bakery.server.database.db
      .updateTable("people")
      .set({ is_active: true })
      .where("id", "in", [idOf("amy"), idOf("ben"), idOf("carl")])
      .execute();
    await act(id, "cancel");
  });
});

describe("a subscription that cannot be executed", () => {
  it("stops no other, and is retried at the next minute", async () => {
    const [broken, sound] = [
      await bakery.subscribe({ recurrence: daily(7) }),
      await bakery.subscribe({ recurrence: daily(7) }),
    ];
    const { db } = bakery.server.services;
    const { document } = await db
      .selectFrom("subscriptions")
      .select("document")
      .where("id", "=", broken as never)
      .executeTakeFirstOrThrow();
    const put = (text: string) =>
      db
        .updateTable("subscriptions")
        .set({ document: text })
        .where("id", "=", broken as never)
        .execute();
    await put("{}");
    passDays(7);
    await tick();
    expect([(await renewals(broken)).length, (await renewals(sound)).length]).toEqual([0, 1]);
    await put(JSON.stringify(document));
    await tick();
    expect((await renewals(broken)).length).toBe(1);
  });
});
