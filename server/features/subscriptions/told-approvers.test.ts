import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { startTestServer } from "#server/testing/server.ts";

import { renewalsQueue } from "./register.ts";
import { seats, Subscribed } from "./testing/subscribed.ts";

vi.setConfig({ testTimeout: timeLimit });

let bakery: Subscribed;

beforeAll(async () => {
  bakery = new Subscribed(await startTestServer());
  await bakery.prepare();
}, timeLimit);
afterAll(() => bakery.server.stop());
beforeEach(() => sql`update subscriptions set due_at = null`.execute(bakery.server.services.db));

const day = 86_400_000;
const weekly = () => ({ interval: "P7D", startsAt: bakery.server.clock.now(), timeZone: "UTC" });

const decide = async (name: TestPerson, id: string, outcome: "approved" | "rejected" = "approved"): Promise<string> => {
  const reason = outcome === "rejected" ? { reason: "Too much." } : {};
  const { status, body } = await bakery.call(name, "POST", `/v1/orders/${id}/decisions`, { outcome, ...reason });
  expect(status).toBe(200);
  return String(body["id"]);
};
const takeBack = async (name: TestPerson, id: string, decisionId: string): Promise<void> => {
  expect((await bakery.call(name, "POST", `/v1/orders/${id}/reversals`, { decisionId })).status).toBe(200);
};
const more = async (id: string, quantity: string): Promise<string> => {
  const { status, body } = await bakery.change(id, { lines: [seats(quantity, { id: "line-1" })] });
  expect(status).toBe(201);
  return String(body["id"]);
};

/** Who is told when the subscription's next execution fails. */
const told = async (id: string): Promise<string[]> => {
  bakery.server.clock.advance(7 * day);
  await bakery.server.jobs.tick(renewalsQueue);
  await bakery.server.settle();
  const { rows } = await sql<{ order: string }>`select order_id as "order" from subscription_orders
    where subscription_id = ${id} and kind = 'renewal' order by execution_at desc limit 1`.execute(
    bakery.server.services.db,
  );
  bakery.server.mails.splice(0);
  await bakery.report(rows[0]!.order, "failed");
  return bakery.server.mails
    .filter(({ subject }) => subject.includes("could not be provisioned"))
    .map(({ to }) => to.name)
    .toSorted();
};

describe("an execution that could not be provisioned", () => {
  it("A26 tells each of those who approved what is in force, once, and nobody whose approval was taken back", async () => {
    const id = await bakery.place({ recurrence: weekly() });
    const bens = await decide("ben", id);
    await takeBack("ben", id, bens);
    await decide("amy", id);
    await bakery.report(id);
    expect(await told(id)).toEqual(["amy"]);

    const change = await more(id, "12");
    await decide("ben", change);
    await bakery.report(change);
    const again = await more(id, "13");
    await decide("ben", again);
    await bakery.report(again);
    expect(await told(id)).toEqual(["amy", "ben"]);
  });

  it("A26 tells nobody who rejected a change, or approved one that never came into force", async () => {
    const id = await bakery.subscribe({ recurrence: weekly() });
    const rejected = await more(id, "12");
    await decide("ben", rejected, "rejected");
    const failed = await more(id, "13");
    await decide("ben", failed);
    await bakery.report(failed, "failed");
    await bakery.call("carl", "POST", `/v1/subscriptions/${id}/withdraw-change`);
    expect(await told(id)).toEqual(["amy"]);
  });

  it("A26 tells those who approved a change of which the ERP has posted the order", async () => {
    const id = await bakery.subscribe({ recurrence: weekly() });
    const change = await more(id, "12");
    await decide("ben", change);
    await bakery.report(change);
    await sql`update orders set document = document || '{"status":"approved","erpStatus":"posted"}'
      where id = ${change}`.execute(bakery.server.services.db);
    expect(await told(id)).toEqual(["amy", "ben"]);
  });

  it("does not concern those who approved another subscription, or an order that made no subscription", async () => {
    const other = await bakery.place({ recurrence: weekly() });
    await decide("ben", other);
    await bakery.report(other);
    const id = await bakery.subscribe({ recurrence: weekly() });
    expect(await told(id)).toEqual(["amy"]);
    bakery.server.mails.splice(0);
    const once = await bakery.place({ recurrence: weekly() });
    await decide("amy", once);
    await bakery.report(once, "failed");
    expect(
      bakery.server.mails.filter(({ subject }) => subject.includes("provisioned")).map(({ to }) => to.name),
    ).toEqual(["amy"]);
  });
});
