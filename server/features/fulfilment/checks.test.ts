import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";

import { checkOrder } from "./check-order.ts";
import { Seller, north, subjectOf } from "./testing/seller.ts";

vi.setConfig({ testTimeout: timeLimit });

let seller: Seller;

beforeAll(async () => {
  seller = await Seller.start();
}, timeLimit);
afterAll(() => seller.stop());
beforeEach(() => seller.reset());

describe("an order after its approval", () => {
  it("stays as it is if orders are not executed here: the ERP decides", async () => {
    const id = await seller.approved();
    expect(await seller.order(id)).toMatchObject({ status: "approved", erpStatus: "open" });
  });

  it("S47 can be taken back for a while, then A18 A67 W23 it is executed", async () => {
    await seller.execute({});
    const id = await seller.approved({}, 5);
    expect((await seller.order(id)).status).toBe("approved");
    await seller.pass(6);
    expect((await seller.order(id)).status).toBe("executing");
    const amy = await seller.server.signIn("amy");
    const [decision] = (await seller.order(id)).flow.decisions;
    expect(await amy.device().push(amy.device().reverse({ id }, decision!.id))).toMatchObject([
      { state: "refused", code: "fulfilment-started" },
    ]);
  });

  it("S47 waits again after a decision was taken back and made again", async () => {
    await seller.execute({});
    const id = await seller.approved({}, 8);
    const amy = await seller.server.signIn("amy");
    const device = amy.device();
    const [decision] = (await seller.order(id)).flow.decisions;
    await device.push(device.reverse({ id }, decision!.id), device.approve({ id }));
    await seller.pass(3);
    expect((await seller.order(id)).status).toBe("approved");
    await seller.pass(8);
    expect((await seller.order(id)).status).toBe("executing");
  });

  it("W18 W19 W58 is blocked without credit and says so; W60 W67 accepting checks again, W68 cancelling ends it", async () => {
    const spent = await seller.committed();
    await seller.execute({ limitMinor: spent + 119_999 });
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("blocked-by-credit");
    expect(await seller.eventsOf(id)).toContainEqual(
      expect.objectContaining({
        kind: "acceptance-stopped",
        stoppedAt: "available-credit",
        code: "credit-insufficient",
        tell: [
          { to: "reseller", type: "credit-insufficient" },
          { to: "distributor", type: "order-submitted" },
        ],
      }),
    );
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "blocked-by-credit" });
    await seller.execute({ limitMinor: spent + 120_000 });
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect((await seller.act("nick", id, "cancel")).body).toMatchObject({ code: "action-not-offered" });

    await seller.execute({ limitMinor: 0 });
    const other = await seller.approved();
    expect((await seller.act("nick", other, "cancel")).body).toMatchObject({ status: "rejected", erpStatus: "absent" });
  });

  it("W68 stays cancelled: its approvals can no longer be taken back", async () => {
    await seller.execute({ limitMinor: 0 });
    const id = await seller.approved();
    await seller.act("nick", id, "cancel");
    const device = (await seller.server.signIn("amy")).device();
    const [decision] = (await seller.order(id)).flow.decisions;
    expect(await device.push(device.reverse({ id }, decision!.id))).toMatchObject([
      { state: "refused", code: "order-cancelled" },
    ]);
    expect((await seller.order(id)).status).toBe("rejected");
  });

  it("S47 is executed when its grace period is over, whatever clock set its time of placing", async () => {
    await seller.execute({});
    const inAnHour = instantFromMillis(millisOf(seller.server.clock.now()) + 3_600_000);
    const id = await seller.approved({ placedAt: inAnHour });
    expect((await seller.order(id)).status).toBe("executing");
  });

  it("S47 is checked again by a node whose clock is behind that of the node that wrote the decision", async () => {
    await seller.execute({});
    const id = await seller.approved({}, 0);
    await seller.execute({ settings: { graceMinutes: 20 } });
    await seller.pass(11);
    expect((await seller.order(id)).status).toBe("approved");
    await seller.pass(10);
    expect((await seller.order(id)).status).toBe("executing");
  });

  it("W52 is owed if the ERP posts it before the checks: its credit is not lent a second time", async () => {
    const spent = await seller.committed();
    await seller.execute({ limitMinor: spent + 120_000 });
    const id = await seller.approved({}, 0);
    const dora = await seller.server.signIn("dora");
    await dora.call("PUT", `/v1/orders/${id}/erp-status`, { status: "posted" });
    await seller.pass(11);
    expect(await seller.order(id)).toMatchObject({ status: "executing", erpStatus: "posted" });
    const nick = await seller.server.signIn("nick");
    expect((await nick.call("GET", `/v1/resellers/${north}/credit`)).body).toMatchObject({
      balanceOwedMinor: 120_000,
      committedMinor: spent,
      available: { amountMinor: 0 },
    });
  });

  it("S63 W18 leaves the ERP's list while it lacks credit, and comes back when it is executed", async () => {
    const spent = await seller.committed();
    await seller.execute({ limitMinor: spent });
    const id = await seller.approved();
    expect(await seller.order(id)).toMatchObject({ status: "blocked-by-credit", erpStatus: "absent" });
    await seller.execute({});
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "executing", erpStatus: "open" });
  });

  it("W67 tells nobody twice that credit is missing", async () => {
    await seller.execute({ limitMinor: 0 });
    const id = await seller.approved();
    await seller.act("nick", id, "accept");
    const stops = (await seller.eventsOf(id)).filter(({ kind }) => kind === "acceptance-stopped");
    expect(stops).toMatchObject([{ tell: [{}, {}] }, { tell: [] }]);
    await seller.act("nick", id, "cancel");
  });

  it("D09 W60 A27 answers a repeated acceptance or retry like the first, after the server died in between", async () => {
    const dieOnce = () =>
      vi.spyOn(seller.server.services.poke, "announce").mockImplementationOnce(() => {
        throw new Error("the server dies between commit and answer");
      });
    const repeat = async (id: string, action: string) => {
      const headers = { "idempotency-key": `${action}-${id}` };
      const nick = await seller.server.signIn("nick");
      return nick.call("POST", `/v1/orders/${id}/${action}`, undefined, headers);
    };

    await seller.execute({ limitMinor: 100 });
    const blocked = await seller.approved();
    await seller.execute({});
    dieOnce();
    expect((await repeat(blocked, "accept")).status).toBe(500);
    expect(await repeat(blocked, "accept")).toMatchObject({
      status: 200,
      headers: { "idempotency-replayed": "true" },
      body: { id: blocked, status: "executing" },
    });
    expect((await seller.act("nick", blocked, "accept")).status).toBe(409);

    seller.connectorAnswer = ({ items }) => {
      const [{ lineId }] = items as [{ lineId: string }];
      return { body: { items: [{ lineId, outcome: "failed", error: "No such offer" }] } };
    };
    await seller.execute({ settings: { connector: seller.connector() } });
    const failed = await seller.approved();
    expect(await seller.order(failed)).toMatchObject({ status: "failed-after-approval" });
    dieOnce();
    expect((await repeat(failed, "retry")).status).toBe(500);
    expect(await repeat(failed, "retry")).toMatchObject({ status: 200, body: { id: failed, status: "executing" } });
  });

  it("W58 lacks credit if the distributor lends the reseller nothing", async () => {
    await seller.execute({});
    await seller.server.services.db.deleteFrom("settings").where("kind", "=", "credit-line").execute();
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("blocked-by-credit");
    await seller.act("nick", id, "cancel");
  });

  it("W51 W52 W60 is executed once the reseller has paid: the distributor sets what is lent and owed", async () => {
    const spent = await seller.committed();
    await seller.execute({ limitMinor: spent + 100_000 });
    const id = await seller.approved();
    const credit = async (name: TestPerson, body?: object) =>
      (await seller.server.signIn(name)).call(
        body === undefined ? "GET" : "PUT",
        `/v1/resellers/${north}/credit`,
        body,
      );
    expect((await credit("nick")).body).toEqual({
      currency: "EUR",
      limitMinor: spent + 100_000,
      balanceOwedMinor: 0,
      committedMinor: spent,
      available: { amountMinor: 100_000, currency: "EUR" },
    });
    const paid = { currency: "EUR", limitMinor: spent + 100_000, balanceOwedMinor: -20_000 };
    expect((await credit("nick", paid)).status).toBe(403);
    expect((await credit("sven", paid)).status).toBe(404);
    expect((await credit("amy", paid)).status).toBe(403);
    expect((await credit("dora", paid)).status).toBe(200);
    expect((await credit("nick")).body).toMatchObject({ available: { amountMinor: 120_000 } });
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect((await credit("nick")).body).toMatchObject({ available: { amountMinor: 0 } });

    const dora = await seller.server.signIn("dora");
    await dora.call("PUT", `/v1/orders/${id}/erp-status`, { status: "posted" });
    expect((await credit("nick")).body).toMatchObject({
      balanceOwedMinor: 100_000,
      committedMinor: spent,
      available: { amountMinor: 0 },
    });
  });

  it("A76 W20 W51 tells the distributor nothing about credit that is counted at customers' prices", async () => {
    await sql`update orders set document = jsonb_set(document, '{erpStatus}', '"posted"')`.execute(
      seller.server.database.db,
    );
    const credit = async (name: TestPerson, body?: object) =>
      (await (await seller.server.signIn(name)).call(body ? "PUT" : "GET", `/v1/resellers/${north}/credit`, body)).body;
    const lent = { currency: "EUR", limitMinor: 100_000 };
    await seller.execute(lent);
    await seller.approved({ levelAmounts: [{ role: "distributor", total: { amountMinor: 70_000, currency: "EUR" } }] });
    const named = { ...lent, balanceOwedMinor: 0, committedMinor: 70_000 };
    expect(await credit("dora")).toEqual({ ...named, available: { amountMinor: 30_000, currency: "EUR" } });

    seller.server.mails.splice(0);
    const id = await seller.approved();
    const mailTo = (name: TestPerson) =>
      seller.server.mails.find(({ to, subject }) => to.name === name && subject.endsWith("could not be executed"))
        ?.text ?? "";
    expect(mailTo("nick")).toContain("needs 1,200.00\u00A0EUR of your credit, but only 300.00\u00A0EUR is available");
    expect(mailTo("dora")).toContain("The north does not have enough credit for this order");
    expect(mailTo("dora")).not.toContain("EUR");

    const more = { currency: "EUR", limitMinor: 300_000 };
    expect(await credit("dora", { ...more, balanceOwedMinor: 0 })).toEqual({
      ...more,
      balanceOwedMinor: 0,
      committedMinor: 70_000,
      available: { amountMinor: 230_000, currency: "EUR" },
    });
    await seller.act("nick", id, "accept");
    expect(await credit("dora")).toEqual({ ...more, balanceOwedMinor: 0 });
    await (await seller.server.signIn("dora")).call("PUT", `/v1/orders/${id}/erp-status`, { status: "posted" });
    expect(await credit("dora")).toEqual({ ...more, committedMinor: 70_000 });
    const left = { amountMinor: 110_000, currency: "EUR" };
    expect(await credit("nick")).toEqual({
      ...more,
      balanceOwedMinor: 120_000,
      committedMinor: 70_000,
      available: left,
    });
  });

  it("W64 W58 needs credit for the distributor's price, not for what the customer pays", async () => {
    const spent = await seller.committed();
    await seller.execute({ limitMinor: spent + 70_000 });
    const levelAmounts = [{ role: "distributor", total: { amountMinor: 70_000, currency: "EUR" } }] as const;
    const id = await seller.approved({ levelAmounts: [...levelAmounts] });
    expect((await seller.order(id)).status).toBe("executing");
    const credit = await (await seller.server.signIn("nick")).call("GET", `/v1/resellers/${north}/credit`);
    expect(credit.body).toMatchObject({ committedMinor: spent + 70_000, available: { amountMinor: 0 } });
  });

  it("W52 W58 counts what is already committed: of two orders at once, only one is executed", async () => {
    const spent = await seller.committed();
    await seller.execute({ limitMinor: spent + 200_000 });
    const ids = [await seller.approved({}, 0), await seller.approved({}, 0)];
    seller.server.clock.advance(11 * 60_000);
    await Promise.all(
      ids.map((orderId) => checkOrder(seller.server.services, subjectOf(orderId), { trigger: "grace-over" })),
    );
    expect((await Promise.all(ids.map((id) => seller.order(id)))).map(({ status }) => status).toSorted()).toEqual([
      "blocked-by-credit",
      "executing",
    ]);
    await seller.server.settle();
  });

  it("W22 goes to the distributor as a whole when one product needs a person", async () => {
    await seller.execute({ settings: { manual: [{ vendor: "Ovens & Co" }] } });
    const id = await seller.approved({
      lines: [
        { product: "Oven", vendor: "Ovens & Co", quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } },
        { product: "Tin", quantity: "1", unitPrice: { amountMinor: 100, currency: "EUR" } },
      ],
    });
    expect((await seller.order(id)).status).toBe("executing");
    expect(await seller.eventsOf(id)).toContainEqual(
      expect.objectContaining({ kind: "acceptance-stopped", stoppedAt: "automatic-execution" }),
    );
  });
});

describe("an order without a reseller", () => {
  it("W22 I10 is executed without anybody's credit, and goes to the distributor when it needs a person", async () => {
    const hub = testNetwork.organisations.find(({ externalId }) => externalId === "hub")!.id;
    await seller.set({
      kind: "fulfilment",
      ownerId: hub,
      document: { graceMinutes: 0, manual: [{ vendor: "Ovens & Co" }], connector: seller.connector() },
    });
    const place = async (vendor: string): Promise<string> => {
      const { id } = await seller.server.place({
        customer: { externalId: "museum" },
        requester: { email: "guide@museum.example", name: "guide" },
        lines: [{ product: "Oven", vendor, quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
      });
      const device = (await seller.server.signIn("dora")).device();
      await device.push(device.approve({ id }));
      await seller.server.settle();
      return id;
    };
    const [automatic, manual] = [await place("Tins & Co"), await place("Ovens & Co")];
    expect([(await seller.order(automatic)).status, (await seller.order(manual)).status]).toEqual([
      "executing",
      "executing",
    ]);
    expect([seller.askedFor(automatic).length, seller.askedFor(manual).length]).toEqual([1, 0]);
    expect(await seller.eventsOf(manual)).toContainEqual(
      expect.objectContaining({
        stoppedAt: "automatic-execution",
        tell: [{ to: "distributor", type: "order-submitted" }],
      }),
    );
    await seller.server.services.db.deleteFrom("settings").where("owner_id", "=", hub).execute();
  });
});
