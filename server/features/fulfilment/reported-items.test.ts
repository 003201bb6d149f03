import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { creditOperations } from "@countersign/shared/contract/api/credit.ts";
import { fulfilmentOperations } from "@countersign/shared/contract/api/fulfilment.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { fail } from "@countersign/shared/domain/result.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";

import { registerFulfilment } from "./register.ts";
import { line, Seller } from "./testing/seller.ts";

vi.setConfig({ testTimeout: timeLimit });

let seller: Seller;

beforeAll(async () => {
  seller = await Seller.start();
}, timeLimit);
afterAll(() => seller.stop());
beforeEach(() => seller.reset());

const twoLines: Partial<OrderRequest> = {
  lines: ["Oven", "Tin"].map((product) => ({
    product,
    quantity: "1",
    unitPrice: { amountMinor: 60_000, currency: "EUR" },
  })),
};

/** An order of two items that is being executed by hand. */
const executing = async () => {
  await seller.execute({});
  const id = await seller.approved(twoLines);
  const [oven, tin] = (await seller.order(id)).lines.map((one) => one.id);
  return { id, oven: oven!, tin: tin! };
};
const failed = (lineId: string, error = "Sold out") => [{ lineId, outcome: "failed", error }];
const report = (id: string, items: object[]) => seller.act("nick", id, "items", { items });
const progress = async (id: string) => {
  const { body } = await (await seller.server.signIn("nick")).call("GET", `/v1/orders/${id}/fulfilment`);
  return body as { status: string; items: { lineId: string; delivery: string; error?: string }[] };
};
const reportedIn = async (id: string) =>
  (await seller.eventsOf(id)).filter(({ kind }) => kind.startsWith("item-provision"));
const refused = (code: string, args: object) => ({ body: { code, args } });

describe("a report about some items of an order", () => {
  it("W33 is its next revision, which its people receive; the order goes on until the last item", async () => {
    const { id, oven, tin } = await executing();
    const carl = await seller.server.signIn("carl");
    const { checkpoint } = await carl.pull("orders");
    const { revision } = await seller.order(id);
    expect((await report(id, line(oven))).body).toMatchObject({ status: "executing", revision: revision + 1 });
    expect((await carl.pull("orders", checkpoint)).rows).toMatchObject([{ document: { id, revision: revision + 1 } }]);
    expect((await report(id, line(tin))).body).toMatchObject({ status: "executed", revision: revision + 2 });
    expect(await reportedIn(id)).toEqual([
      { kind: "item-provisioned", lineId: oven },
      { kind: "item-provisioned", lineId: tin },
    ]);
  });

  it("tells only what is new in it, and nothing if nothing is", async () => {
    const { id, oven, tin } = await executing();
    await report(id, line(oven));
    const { revision } = await seller.order(id);
    expect((await report(id, line(oven))).body).toMatchObject({ revision });
    expect((await report(id, [...line(oven), ...failed(tin)])).body).toMatchObject({ revision: revision + 1 });
    expect((await report(id, [...line(oven), ...failed(tin, "Still sold out")])).body).toMatchObject({
      status: "failed-after-approval",
      revision: revision + 1,
    });
    expect(await reportedIn(id)).toEqual([
      { kind: "item-provisioned", lineId: oven },
      { kind: "item-provisioning-failed", lineId: tin, error: "Sold out" },
    ]);
  });

  it("A27 of a retry replaces the error from before; what was provisioned stays", async () => {
    const { id, oven, tin } = await executing();
    await report(id, [...line(oven), ...failed(tin)]);
    expect((await progress(id)).items).toMatchObject([
      { lineId: oven, delivery: "executed" },
      { lineId: tin, delivery: "failed", error: "Sold out" },
    ]);
    expect((await seller.act("nick", id, "retry")).status).toBe(200);
    const { items } = await progress(id);
    expect(items).toMatchObject([{ delivery: "executed" }, { lineId: tin, delivery: "executing" }]);
    expect(items[1]).not.toHaveProperty("error");
    await report(id, line(tin));
    expect(await progress(id)).toMatchObject({ status: "executed", items: [{}, { delivery: "executed" }] });
    expect((await progress(id)).items[1]).not.toHaveProperty("error");
  });

  it("is refused as a whole if one item is not the order's, or was provisioned before", async () => {
    const { id, oven, tin } = await executing();
    expect(await report(id, [...line(oven), ...line("line-9")])).toMatchObject(
      refused("item-unknown", { item: "line-9" }),
    );
    expect((await progress(id)).items).toMatchObject([{ delivery: "executing" }, { delivery: "executing" }]);
    await report(id, line(oven));
    expect(await report(id, [...line(tin), ...failed(oven)])).toMatchObject(
      refused("order-step-impossible", { status: "executed", event: "fail" }),
    );
    expect((await progress(id)).items).toMatchObject([{ delivery: "executed" }, { delivery: "executing" }]);
  });

  it("is refused once the order has failed: it needs a retry first", async () => {
    const { id, oven, tin } = await executing();
    await report(id, [...line(oven), ...failed(tin)]);
    expect(await report(id, line(tin))).toMatchObject(
      refused("order-step-impossible", { status: "failed-after-approval", event: "provisioning" }),
    );
    expect((await progress(id)).items[1]).toMatchObject({ delivery: "failed" });
  });

  it("is not recorded if something depending on the order cannot follow", async () => {
    const { id, oven } = await executing();
    const { revision } = await seller.order(id);
    vi.spyOn(seller.server.services.followers, "follow").mockResolvedValueOnce(fail(refusal("subscription-went-on")));
    expect(await report(id, line(oven))).toMatchObject(refused("subscription-went-on", {}));
    expect([(await seller.order(id)).revision, await reportedIn(id)]).toEqual([revision, []]);
    expect((await progress(id)).items[0]).toMatchObject({ delivery: "executing" });
    expect((await report(id, line(oven))).status).toBe(200);
  });
});

describe("what a connector reports", () => {
  const warnings = () => vi.spyOn(seller.server.services.log, "warn");

  it("goes to the log if it names impossible items, with their number", async () => {
    const warned = warnings();
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = ({ items }) => ({
      body: { items: [...line("other-1"), ...line("other-2"), ...line((items as { lineId: string }[])[0]!.lineId)] },
    });
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("executed");
    expect(warned.mock.calls).toEqual([[{ orderId: id, left: 2 }, expect.stringContaining("impossible")]]);
    warned.mockRestore();
  });

  it("goes to the log if it comes too late, and changes nothing; otherwise nothing is logged", async () => {
    const warned = warnings();
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = ({ items }) => ({ body: { items: line((items as { lineId: string }[])[0]!.lineId) } });
    expect((await seller.order(await seller.approved())).status).toBe("executed");
    expect(warned).not.toHaveBeenCalled();
    seller.connectorAnswer = async ({ orderId, items }) => {
      const [{ lineId }] = items as [{ lineId: string }];
      await report(String(orderId), failed(lineId));
      return { body: { items: line(lineId) } };
    };
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("failed-after-approval");
    expect(warned.mock.calls).toEqual([
      [{ orderId: id, code: "order-step-impossible" }, expect.stringContaining("too late")],
    ]);
    warned.mockRestore();
  });
});

describe("the description of the API", () => {
  it("explains how orders are executed and what credit is", async () => {
    const { app } = seller.server;
    for (const each of await descriptionsOf(app, fulfilmentOperations))
      expect(each).toMatchObject({ tags: ["orders"], isUsable: true });
    const { readCreditRisk: _ofOrders, ...ofResellers } = creditOperations;
    for (const each of await descriptionsOf(app, ofResellers))
      expect(each).toMatchObject({ tags: ["credit"], isUsable: true });
  });
});

describe("the jobs of fulfilment", () => {
  it("keep their names, because they outlive a deployment, and are repeated if they fail", async () => {
    expect(await registeredJobs(seller.server.services, registerFulfilment)).toEqual({
      "fulfilment-event": "retried",
      "fulfilment-check": "retried",
      "fulfilment-provision": "retried",
    });
  });
});
