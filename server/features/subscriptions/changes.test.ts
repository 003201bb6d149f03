import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { knownAmount, money } from "@countersign/shared/domain/money.ts";

import { checkOrder } from "#server/features/fulfilment/check-order.ts";
import { timeLimit } from "#server/testing/database.ts";
import { testNetwork } from "#server/testing/network.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

import { monthly, seats, Subscribed } from "./testing/subscribed.ts";

vi.setConfig({ testTimeout: timeLimit });

let bakery: Subscribed;

beforeAll(async () => {
  bakery = new Subscribed(await startTestServer());
  await bakery.prepare();
}, timeLimit);
afterAll(() => bakery.server.stop());

const first = (quantity: string) => seats(quantity, { id: "line-1" });
const refused = (status: number, code: string, args: object = {}): unknown =>
  expect.objectContaining({
    status,
    body: expect.objectContaining({ code, args: expect.objectContaining(args) as unknown }) as unknown,
  });
const euros = (amountMinor: number) => knownAmount(money(amountMinor, "EUR"));
const quantityOf = async (id: string): Promise<unknown> => (await bakery.subscription(id)).inForce.items[0]?.quantity;
const units = (value: string) => ({ kind: "units", value });

/** A customer whose seller's orders are executed by the ERP. */
const museum = { customer: { externalId: "museum" }, requester: { email: "guard@museum.example" } };
const reportErp = async (id: string, status: string) => {
  const { status: answered, body } = await bakery.call("dora", "PUT", `/v1/orders/${id}/erp-status`, { status });
  return [answered, body["erpStatus"] ?? body["code"]];
};

/** Proposes this quantity. @returns the order's id. */
const proposed = async (id: string, quantity: string): Promise<string> => {
  const { status, body } = await bakery.change(id, { lines: [first(quantity)] });
  expect([status, body["code"]]).toEqual([201, undefined]);
  return String(body["id"]);
};

describe("a subscription", () => {
  it("A18 A19 I14 I15 begins when its order is provisioned, and not before", async () => {
    const id = await bakery.place({ recurrence: { ...monthly, repetitions: 12 } });
    const absent = () => bakery.call("nick", "GET", `/v1/subscriptions/${id}`);
    expect((await absent()).status).toBe(404);
    await bakery.approve(id);
    expect([(await bakery.order(id)).status, (await absent()).status]).toEqual(["executing", 404]);
    await bakery.report(id, "failed");
    expect((await absent()).status).toBe(404);
    await bakery.call("nick", "POST", `/v1/orders/${id}/retry`);
    await bakery.report(id);
    const { number } = await bakery.order(id);
    expect(await bakery.subscription(id)).toMatchObject({
      id,
      number,
      status: "active",
      version: 1,
      inForceBy: id,
      inForce: {
        items: [{ id: "line-1", offer: "E3", quantity: units("10"), unitPrice: euros(20_00) }],
        termAmount: euros(12 * 200_00),
      },
      nextAt: "2026-12-21T00:00:00.000Z",
      endsAt: "2027-11-21T00:00:00.000Z",
    });
    expect(await bakery.history(id)).toMatchObject([{ event: "started", orderId: id, version: 1 }]);
  });

  it("A19 I22 never begins from an order that was rejected, or that does not recur", async () => {
    const rejected = await bakery.place();
    await bakery.approve(rejected, "rejected");
    const { id: once } = await bakery.server.place({ lines: [seats("1")] });
    await bakery.report(once);
    expect((await bakery.order(once)).status).toBe("executed");
    for (const id of [rejected, once])
      expect((await bakery.call("dora", "GET", `/v1/subscriptions/${id}`)).status).toBe(404);
  });

  it("A19 begins with the posting if the ERP executes the seller's orders", async () => {
    const id = await bakery.place(museum);
    await bakery.call("dora", "POST", `/v1/orders/${id}/decisions`, { outcome: "approved" });
    const report = (status: string) => bakery.call("dora", "PUT", `/v1/orders/${id}/erp-status`, { status });
    await report("released");
    expect((await bakery.call("dora", "GET", `/v1/subscriptions/${id}`)).status).toBe(404);
    await report("posted");
    expect(await bakery.subscription(id, "dora")).toMatchObject({ status: "active", customer: { name: "The museum" } });
  });

  it("is read by everybody who may see one of its orders, and by nobody else", async () => {
    const id = await bakery.subscribe();
    for (const name of ["dora", "nick", "amy", "carl", "alma"] as const)
      expect((await bakery.subscription(id, name)).id).toBe(id);
    for (const name of ["cora", "mona", "sven", "pia"] as const) {
      expect((await bakery.call(name, "GET", `/v1/subscriptions/${id}`)).status).toBe(404);
      expect((await bakery.call(name, "GET", `/v1/subscriptions/${id}/history`)).status).toBe(404);
      expect((await bakery.call(name, "GET", "/v1/subscriptions")).body).toEqual({ subscriptions: [] });
    }
    const page = await bakery.call("carl", "GET", "/v1/subscriptions?status=active&customer=org-bakery&limit=1");
    expect(page.body).toMatchObject({ subscriptions: [{ status: "active" }], next: expect.any(String) as unknown });
    const { body } = await bakery.call("carl", "GET", `/v1/subscriptions?after=${String(page.body["next"])}`);
    expect(JSON.stringify(body)).toContain(id);
  });
});

describe("an ERP's report on an order that changed a subscription", () => {
  const reports = ["released", "released", "open", "released", "posted", "posted"];
  const expectTaken = async (order: string) => {
    for (const status of reports) expect(await reportErp(order, status)).toEqual([200, status]);
    expect((await bakery.order(order)).erpStatus).toBe("posted");
  };

  it("is accepted once the change is in force, like one on the subscription's first order", async () => {
    const id = await bakery.subscribe();
    const order = await proposed(id, "12");
    await bakery.approve(order);
    await bakery.report(order);
    const before = [await bakery.subscription(id), await bakery.history(id)];
    for (const each of [id, order]) await expectTaken(each);
    expect((await bakery.order(order)).status).toBe("executed");
    expect([await bakery.subscription(id), await bakery.history(id)]).toEqual(before);
  });

  it("is accepted if another change has come into force since, or is pending", async () => {
    const id = await bakery.subscribe();
    const [fewer, fewest] = [await proposed(id, "9"), "8"];
    await bakery.report(fewer);
    const next = await proposed(id, fewest);
    expect(await reportErp(fewer, "released")).toEqual([200, "released"]);
    expect((await bakery.subscription(id)).change).toMatchObject({ orderId: next });
    await bakery.report(next);
    expect(await reportErp(fewer, "posted")).toEqual([200, "posted"]);
    expect(await bakery.subscription(id)).toMatchObject({ version: 3, inForceBy: next });
  });

  it("A20 is accepted for a failed order whose change was withdrawn, and does not bring the change back", async () => {
    const id = await bakery.subscribe();
    const order = await proposed(id, "12");
    await bakery.approve(order);
    await bakery.report(order, "failed");
    await bakery.call("carl", "POST", `/v1/subscriptions/${id}/withdraw-change`);
    const before = await bakery.subscription(id);
    await expectTaken(order);
    expect((await bakery.order(order)).status).toBe("failed-after-approval");
    expect(await bakery.subscription(id)).toEqual(before);
    expect(before).not.toHaveProperty("change");
  });

  it("S63 A15 is refused for an order that was rejected or withdrawn while waiting, whatever the subscription", async () => {
    const id = await bakery.subscribe();
    const rejected = await proposed(id, "12");
    await bakery.approve(rejected, "rejected");
    const withdrawn = await proposed(id, "13");
    await bakery.call("carl", "POST", `/v1/subscriptions/${id}/withdraw-change`);
    for (const order of [rejected, withdrawn])
      for (const status of ["released", "posted"])
        expect(await reportErp(order, status)).toEqual([409, "not-authorized-for-erp"]);
    expect((await bakery.subscription(id)).version).toBe(1);
  });

  it("A19 is accepted if the ERP executes the seller's orders: its posting brings the change into force, once", async () => {
    const decide = (order: string) =>
      bakery.call("dora", "POST", `/v1/orders/${order}/decisions`, { outcome: "approved" });
    const id = await bakery.place(museum);
    await decide(id);
    await expectTaken(id);
    const { body } = await bakery.change(id, { ...museum, lines: [first("12")] });
    const order = String(body["id"]);
    await decide(order);
    await expectTaken(order);
    const inForce = await bakery.subscription(id, "dora");
    expect(inForce).toMatchObject({ version: 2, inForceBy: order });

    // From now on, its seller's orders are executed here, this one included: that too affects only the order.
    await bakery.set({ kind: "fulfilment", ownerId: "org-hub", document: { graceMinutes: 0, manual: [] } });
    const subject = { tenantId: testNetwork.tenant.id, orderId: inForce.inForceBy };
    await checkOrder(bakery.server.services, subject, { trigger: "grace-over" });
    await bakery.report(order, "provisioned", "dora");
    expect((await bakery.order(order)).status).toBe("executed");
    expect(await bakery.subscription(id, "dora")).toEqual(inForce);
    await bakery.server.services.db.deleteFrom("settings").where("owner_id", "=", "org-hub").execute();
  });
});

describe("an order that changes a subscription", () => {
  it("A08 A20 A24 leaves it as it is until approved and provisioned, and A19 then becomes its next version", async () => {
    const id = await bakery.subscribe();
    const order = await proposed(id, "12");
    expect(await bakery.order(order)).toMatchObject({
      status: "pending",
      recurrence: { interval: "P1M" },
      lines: [{ id: "line-1", quantity: units("12"), previousQuantity: units("10") }],
      flow: { stages: [{ role: "approver", condition: { when: "recurring-order" } }] },
    });
    expect(await bakery.subscription(id)).toMatchObject({
      version: 1,
      change: { orderId: order, state: "waiting-for-approval", terms: { items: [{ quantity: units("12") }] } },
    });
    await bakery.approve(order);
    expect((await bakery.subscription(id)).change?.state).toBe("provisioning");
    expect(await quantityOf(id)).toEqual(units("10"));
    await bakery.report(order, "failed");
    expect((await bakery.subscription(id)).change?.state).toBe("provisioning-failed");
    expect(await quantityOf(id)).toEqual(units("10"));
    await bakery.call("nick", "POST", `/v1/orders/${order}/retry`);
    expect((await bakery.order(order)).status).toBe("executing");
    await bakery.report(order);
    const after = await bakery.subscription(id);
    expect(after).toMatchObject({ version: 2, inForceBy: order, inForce: { items: [{ quantity: units("12") }] } });
    expect(after.change).toBeUndefined();
    expect(await bakery.history(id)).toMatchObject([
      { event: "started", version: 1 },
      { event: "change-proposed", orderId: order, asking: ["quantity", "term-amount"], passing: [] },
      { event: "change-failed", orderId: order },
      { event: "change-in-force", orderId: order, version: 2, terms: { items: [{ quantity: units("12") }] } },
    ]);
  });

  it("A94 asks nobody for a reduction, and I21 asks if the customer's policy is strict", async () => {
    const id = await bakery.subscribe();
    const fewer = await proposed(id, "9");
    expect(await bakery.order(fewer)).toMatchObject({ status: "not-needed", flow: { stages: [] } });
    expect(await quantityOf(id)).toEqual(units("10"));
    await bakery.report(fewer);
    expect(await quantityOf(id)).toEqual(units("9"));
    const document = { lower: "asks", sideways: "asks" } as const;
    await bakery.set({ kind: "change-policy", ownerId: "org-bakery", document });
    const strict = await proposed(id, "8");
    expect((await bakery.order(strict)).status).toBe("pending");
    await bakery.set({ kind: "change-policy", ownerId: "org-bakery", document: { ...document, lower: "passes" } });
  });

  it("I21 A94 asks for a longer term, another interval and a higher price, but not for what stays", async () => {
    for (const change of [
      { recurrence: { ...monthly, repetitions: 24 } },
      { recurrence: { ...monthly, interval: "P1Y", repetitions: 1 } },
      { lines: [seats("10", { id: "line-1", unitPrice: { amountMinor: 20_01, currency: "EUR" } })] },
      { costCentre: { id: "oven", name: "Oven" } },
    ]) {
      const id = await bakery.subscribe({ recurrence: { ...monthly, repetitions: 12 } });
      const { body } = await bakery.change(id, { lines: [first("10")], ...change });
      expect([change, body["status"]]).toEqual([change, "pending"]);
    }
  });

  it("A15 A20 I22 changes nothing if rejected; S47 taking the rejection back makes the change pending again", async () => {
    const id = await bakery.subscribe();
    const order = await proposed(id, "12");
    const decision = await bakery.approve(order, "rejected");
    expect((await bakery.subscription(id)).change).toBeUndefined();
    expect(await quantityOf(id)).toEqual(units("10"));
    const { status } = await bakery.call("amy", "POST", `/v1/orders/${order}/reversals`, { decisionId: decision });
    expect(status).toBe(200);
    expect((await bakery.subscription(id)).change).toMatchObject({ orderId: order, state: "waiting-for-approval" });
    await bakery.approve(order);
    await bakery.report(order);
    expect(await bakery.subscription(id)).toMatchObject({ version: 2, inForceBy: order });
  });

  it("A20 S47 does not have its rejection taken back once the subscription has changed since", async () => {
    const id = await bakery.subscribe();
    const [order, other] = [await proposed(id, "12"), "13"];
    const decision = await bakery.approve(order, "rejected");
    const next = await proposed(id, other);
    const reverse = () => bakery.call("amy", "POST", `/v1/orders/${order}/reversals`, { decisionId: decision });
    expect(await reverse()).toEqual(refused(409, "subscription-went-on"));
    await bakery.approve(next);
    await bakery.report(next);
    expect(await reverse()).toEqual(refused(409, "subscription-went-on"));
    expect((await bakery.order(order)).status).toBe("rejected");
    expect(await quantityOf(id)).toEqual(units("13"));
  });

  it("A20 S47 becomes pending again for only one of two rejections that are taken back in one push", async () => {
    const id = await bakery.subscribe();
    const device = (await bakery.server.signIn("amy")).device();
    const reversals = [];
    for (const quantity of ["12", "13"]) {
      const order = await proposed(id, quantity);
      reversals.push(device.reverse({ id: order }, await bakery.approve(order, "rejected")));
    }
    expect(await device.push(...reversals)).toMatchObject([
      { state: "accepted" },
      { state: "refused", code: "subscription-went-on" },
    ]);
    expect((await bakery.subscription(id)).change).toMatchObject({ orderId: reversals[0]?.payload["orderId"] });
  });

  it("A20 cancels its order if it is withdrawn while waiting, but not if it could not be provisioned", async () => {
    const id = await bakery.subscribe();
    const order = await proposed(id, "12");
    const withdraw = () => bakery.call("carl", "POST", `/v1/subscriptions/${id}/withdraw-change`);
    expect((await withdraw()).status).toBe(200);
    expect((await bakery.order(order)).status).toBe("rejected");
    expect(await withdraw()).toEqual(refused(409, "change-step-impossible", { state: "settled" }));
    const failing = await proposed(id, "12");
    await bakery.approve(failing);
    expect(await withdraw()).toEqual(refused(409, "order-step-impossible", { status: "executing" }));
    await bakery.report(failing, "failed");
    expect((await withdraw()).body).toMatchObject({ version: 1 });
    expect((await bakery.order(failing)).status).toBe("failed-after-approval");
    expect(await bakery.call("nick", "POST", `/v1/orders/${failing}/retry`)).toEqual(
      refused(409, "subscription-went-on"),
    );
    expect(await quantityOf(id)).toEqual(units("10"));
    expect((await bakery.history(id)).map(({ event }) => event)).toEqual([
      "started",
      "change-proposed",
      "change-given-up",
      "change-proposed",
      "change-failed",
      "change-given-up",
    ]);
  });

  it("A95 shows what is due for the rest of the running period, by days, at the prices of each item", async () => {
    const id = await bakery.subscribe();
    bakery.server.clock.advance(15 * 86_400_000);
    const { body } = await bakery.change(id, { lines: [first("13"), seats("2", { product: "Audio" })] });
    // From 6 to 21 December are 15 of the 30 days: half of 3 × 20.00 and of 2 × 20.00.
    const { change } = await bakery.subscription(id);
    expect(change).toMatchObject({ orderId: body["id"], dueNow: euros(50_00) });
    expect(change?.terms.items.map((item) => item.id)).toEqual(["line-1", "line-2"]);
  });

  it("is refused if its subscription is unknown, another's, over, being changed, changed since, or unaffected", async () => {
    const id = await bakery.subscribe();
    const lines = [first("11")];
    expect(await bakery.change("nobody", { lines })).toEqual(refused(422, "subscription-unknown", { id: "nobody" }));
    const cora = { requester: { email: "cora@bakery.example" } };
    expect(await bakery.change(id, { lines, ...cora }, "cora")).toEqual(refused(422, "subscription-unknown"));
    expect(await bakery.change(id, { lines, ...museum })).toEqual(refused(422, "subscription-unknown"));
    expect(await bakery.change(id, { lines: [first("10")] })).toEqual(refused(422, "change-without-difference"));
    const stale = { id, version: 7 };
    expect(await bakery.change(id, { lines, subscription: stale })).toEqual(
      refused(409, "subscription-changed", { version: 1 }),
    );
    const misplaced = [
      [[seats("1", { id: "line-9" })], "lines.0.id"],
      [[first("1"), first("2")], "lines.1.id"],
      [[seats("11", { id: "line-1", previousQuantity: "9" })], "lines.0.previousQuantity"],
    ] as const;
    for (const [wrong, path] of misplaced)
      expect(await bakery.change(id, { lines: [...wrong] })).toEqual(refused(422, "request-malformed", { path }));
    await proposed(id, "11");
    expect(await bakery.change(id, { lines: [first("12")] })).toEqual(
      refused(409, "change-in-progress", { state: "waiting-for-approval" }),
    );
    expect(await bakery.call("nick", "POST", `/v1/subscriptions/${id}/cancel`)).toEqual(
      refused(409, "change-in-progress"),
    );
    await bakery.call("nick", "POST", `/v1/subscriptions/${id}/withdraw-change`);
    await bakery.call("nick", "POST", `/v1/subscriptions/${id}/cancel`);
    expect(await bakery.change(id, { lines })).toEqual(refused(409, "subscription-over", { status: "cancelled" }));
    const { body } = await bakery.call("dora", "POST", "/v1/orders", orderRequest({ lines }));
    expect(body).toMatchObject({ code: "request-malformed", args: { path: "lines.0.id" } });
  });

  it("A08 is taken in if it is the first of two at the same time, and otherwise refused", async () => {
    const id = await bakery.subscribe();
    const answers = await Promise.all(
      ["11", "12", "13"].map((quantity) => bakery.change(id, { lines: [first(quantity)] })),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409, 409]);
    const { change } = await bakery.subscription(id);
    expect(change?.orderId).toBe(answers.find(({ status }) => status === 201)?.body["id"]);
  });

  it("is the same change if it is sent again", async () => {
    const id = await bakery.subscribe();
    const source = { system: "api", externalId: "change-1" } as const;
    const send = (quantity: string) =>
      bakery.change(id, { lines: [first(quantity), { product: "Tray", quantity: "1" }], source });
    const [once, again] = [await send("11"), await send("11")];
    expect([once.status, again.status, again.body["id"]]).toEqual([201, 200, once.body["id"]]);
    const other = await send("12");
    expect([other.status, other.body["code"]]).toEqual([409, "external-id-taken"]);
  });
});
