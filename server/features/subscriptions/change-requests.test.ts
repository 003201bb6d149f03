import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { subscriptionOperations } from "@countersign/shared/contract/api/subscriptions.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

import { registerSubscriptions, renewalsQueue } from "./register.ts";
import { monthly, seats, Subscribed } from "./testing/subscribed.ts";

vi.setConfig({ testTimeout: timeLimit });

let bakery: Subscribed;

beforeAll(async () => {
  bakery = new Subscribed(await startTestServer());
  await bakery.prepare();
}, timeLimit);
afterAll(() => bakery.server.stop());

const first = (quantity: string) => seats(quantity, { id: "line-1" });
const audio = (quantity: string, more: object = {}) => seats(quantity, { product: "Audio", ...more });
const oven = { id: "oven", name: "Oven" };
const refused = (status: number, code: string, args: object = {}) => ({ status, body: { code, args } });
const misplaced = (path: string, code: string) => ({
  status: 422,
  body: { code: "request-malformed", errors: [{ path, code }] },
});

/** Proposes a change. @returns the id of its order. */
const proposed = async (id: string, change: Partial<OrderRequest>, name?: TestPerson): Promise<string> => {
  const { status, body } = await bakery.change(id, change, name);
  expect([status, body["code"]]).toEqual([201, undefined]);
  return String(body["id"]);
};
const inForce = async (order: string): Promise<void> => {
  const { status } = await bakery.order(order);
  if (status === "pending") await bakery.approve(order);
  await bakery.report(order);
};

describe("a change of a subscription", () => {
  it("keeps the dates and the cost centre that it does not name", async () => {
    const recurrence = { ...monthly, repetitions: 6 };
    const id = await bakery.subscribe({ recurrence, costCentre: oven });
    const order = await proposed(id, { lines: [first("9")] });
    expect(await bakery.order(order)).toMatchObject({ status: "not-needed", recurrence, costCentre: oven });
    expect((await bakery.subscription(id)).change?.terms).toMatchObject({ recurrence, costCentre: oven });
    await inForce(order);
    expect((await bakery.subscription(id)).inForce).toMatchObject({ recurrence, costCentre: oven });
  });

  it("moves to the cost centre and the dates that it names", async () => {
    const id = await bakery.subscribe({ costCentre: oven });
    const tin = { id: "tin", name: "Tin" };
    const recurrence = { ...monthly, repetitions: 24 };
    const order = await proposed(id, { lines: [first("10")], costCentre: tin, recurrence });
    expect(await bakery.order(order)).toMatchObject({ costCentre: tin, recurrence });
    expect((await bakery.subscription(id)).change?.terms).toMatchObject({ costCentre: tin, recurrence });
    await inForce(order);
    expect((await bakery.subscription(id)).inForce).toMatchObject({ costCentre: tin, recurrence });
  });

  it("has no cost centre if neither it nor the subscription names one", async () => {
    const id = await bakery.subscribe();
    const order = await proposed(id, { lines: [first("9")] });
    expect(await bakery.order(order)).not.toHaveProperty("costCentre");
    expect((await bakery.subscription(id)).change?.terms).not.toHaveProperty("costCentre");
  });

  it("A94 says in the history once what asks for approval and what does not", async () => {
    const id = await bakery.subscribe({ lines: [seats("10"), audio("10")] });
    const fewer = await proposed(id, { lines: [first("9"), audio("9", { id: "line-2" })] });
    const last = async () => (await bakery.history(id)).at(-1);
    const { number } = await bakery.order(fewer);
    expect(await last()).toEqual({
      event: "change-proposed",
      orderId: fewer,
      orderNumber: number,
      asking: [],
      passing: ["quantity", "term-amount"],
    });
    await inForce(fewer);
    await proposed(id, { lines: [first("8"), audio("90", { id: "line-2" })] });
    expect(await last()).toMatchObject({
      asking: expect.arrayContaining(["quantity", "term-amount"]) as unknown,
      passing: ["quantity"],
    });
  });

  it("is sent by those who may order for the subscription's person, at the version that they saw", async () => {
    const id = await bakery.subscribe();
    let quantity = 10;
    for (const name of ["carl", "alma", "nick", "dora"] as const) {
      const { version } = await bakery.subscription(id);
      quantity -= 1;
      const order = await proposed(id, { lines: [first(String(quantity))], subscription: { id, version } }, name);
      expect((await bakery.order(order)).requester.name).toBe("carl");
      await inForce(order);
    }
    expect(await bakery.subscription(id)).toMatchObject({ version: 5 });
  });

  it("names the subscription's seller or none", async () => {
    const id = await bakery.subscribe();
    const lines = [first("9")];
    expect(await bakery.change(id, { lines, reseller: { externalId: "south" } })).toMatchObject(
      misplaced("reseller.externalId", "not-the-seller"),
    );
    expect((await bakery.subscription(id)).change).toBeUndefined();
    const order = await proposed(id, { lines, reseller: { externalId: "north" } });
    expect((await bakery.order(order)).reseller?.name).toBe("The north");
  });

  it("is refused, and leaves the subscription as it is, if its amounts do not fit", async () => {
    const id = await bakery.subscribe();
    const dollars = audio("1", { unitPrice: { amountMinor: 1, currency: "USD" } });
    expect(await bakery.change(id, { lines: [first("9"), dollars] })).toMatchObject(refused(422, "currency-mismatch"));
    const credit = audio("1", { unitPrice: { amountMinor: -999_00, currency: "EUR" } });
    expect(await bakery.change(id, { lines: [first("9"), credit] })).toMatchObject(refused(422, "amount-negative"));
    expect(await bakery.subscription(id)).toMatchObject({ version: 1 });
    expect((await bakery.subscription(id)).change).toBeUndefined();
    expect((await bakery.history(id)).map(({ event }) => event)).toEqual(["started"]);
  });

  it("is refused once the subscription's term is over", async () => {
    const recurrence = { interval: "P1D", startsAt: bakery.server.clock.now(), timeZone: "UTC", repetitions: 1 };
    const id = await bakery.subscribe({ recurrence });
    bakery.server.clock.advance(3 * 86_400_000);
    await bakery.server.jobs.tick(renewalsQueue);
    await bakery.server.settle();
    expect((await bakery.subscription(id)).status).toBe("ended");
    expect(await bakery.change(id, { lines: [first("9")] })).toMatchObject(
      refused(409, "subscription-over", { status: "ended" }),
    );
  });

  it("is the only kind of order that may name an item, on whichever line", async () => {
    const lines = [seats("1"), seats("2", { id: "line-1" })];
    const { status, body } = await bakery.call("dora", "POST", "/v1/orders", orderRequest({ lines }));
    expect({ status, body }).toMatchObject(misplaced("lines.1.id", "only-for-changes"));
  });
});

describe("the description of the API", () => {
  it("explains how subscriptions are read and acted on", async () => {
    for (const each of await descriptionsOf(bakery.server.app, subscriptionOperations))
      expect(each).toMatchObject({ tags: ["subscriptions"], isUsable: true });
  });
});

describe("the jobs of subscriptions", () => {
  it("keep their names, because they outlive a deployment, and run every minute", async () => {
    expect(await registeredJobs(bakery.server.services, registerSubscriptions)).toEqual({
      "subscription-renewals": "* * * * *",
    });
  });
});
