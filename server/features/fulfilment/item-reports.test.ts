import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";

import { Seller, line } from "./testing/seller.ts";

vi.setConfig({ testTimeout: timeLimit });

let seller: Seller;

beforeAll(async () => {
  seller = await Seller.start();
}, timeLimit);
afterAll(() => seller.stop());
beforeEach(() => seller.reset());

describe("provisioning", () => {
  const twoLines: Partial<OrderRequest> = {
    lines: ["Oven", "Tin"].map((product) => ({
      product,
      quantity: "1",
      unitPrice: { amountMinor: 60_000, currency: "EUR" },
    })),
  };

  it("A18 W32 W33 asks the connector for each item; the order is executed when all of them are", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    const id = await seller.approved(twoLines);
    const [first, second] = (await seller.order(id)).lines;
    expect(seller.askedFor(id)).toMatchObject([
      { path: "/connector", body: { orderId: id, items: [{ lineId: first!.id }, { lineId: second!.id }] } },
    ]);
    expect((await seller.act("dora", id, "items", { items: line(first!.id) })).body).toMatchObject({
      status: "executing",
    });
    expect((await seller.act("dora", id, "items", { items: line(second!.id) })).body).toMatchObject({
      status: "executed",
    });
    const { revision } = await seller.order(id);
    expect((await seller.act("dora", id, "items", { items: line(second!.id) })).body).toMatchObject({
      revision,
    });
    expect((await seller.eventsOf(id)).filter(({ kind }) => kind === "item-provisioned")).toHaveLength(2);
  });

  it("A26 A27 fails with its approvals on record, and is retried without a new one, only for the failed items", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = ({ items }) => {
      const [first, second] = items as { lineId: string }[];
      return {
        body: {
          items: [
            { lineId: first!.lineId, outcome: "provisioned" },
            { lineId: second!.lineId, outcome: "failed", error: "No such offer" },
          ],
        },
      };
    };
    const id = await seller.approved(twoLines);
    const failed = await seller.order(id);
    expect(failed.status).toBe("failed-after-approval");
    expect(failed.flow.decisions).toHaveLength(1);
    expect(await seller.eventsOf(id)).toContainEqual({
      kind: "item-provisioning-failed",
      lineId: failed.lines[1]!.id,
      error: "No such offer",
    });
    seller.connectorAnswer = ({ items }) => ({
      body: { items: (items as { lineId: string }[]).map(({ lineId }) => ({ lineId, outcome: "provisioned" })) },
    });
    expect((await seller.act("nick", id, "retry")).status).toBe(200);
    await seller.server.settle();
    expect((await seller.order(id)).status).toBe("executed");
    expect(seller.askedFor(id).at(-1)?.body["items"]).toHaveLength(1);
    expect((await seller.order(id)).flow.decisions).toHaveLength(1);
  });

  it("W22 A18 leaves an order to a person if part of it needs one", async () => {
    await seller.execute({ settings: { connector: seller.connector(), manual: [{ vendor: "Ovens & Co" }] } });
    const [oven, tin] = twoLines.lines!;
    const id = await seller.approved({ lines: [{ ...oven!, vendor: "Ovens & Co" }, tin!] });
    expect((await seller.order(id)).status).toBe("executing");
    expect(seller.askedFor(id)).toEqual([]);
  });

  it("W32 W33 W37 shows the progress of each item, and of the whole order, to everybody who sees the order", async () => {
    await seller.execute({});
    const id = await seller.approved(twoLines);
    const [first, second] = (await seller.order(id)).lines;
    const view = async (name: TestPerson) =>
      (await seller.server.signIn(name)).call("GET", `/v1/orders/${id}/fulfilment`);
    await seller.act("nick", id, "items", { items: line(first!.id) });
    expect((await view("carl")).body).toMatchObject({
      status: "executing",
      progress: "partial",
      executed: 1,
      total: 2,
      items: [
        { lineId: first!.id, delivery: "executed" },
        { lineId: second!.id, delivery: "executing" },
      ],
    });
    const failed = [{ lineId: second!.id, outcome: "failed", error: "No such offer" }];
    await seller.act("nick", id, "items", { items: failed });
    expect((await view("nick")).body).toMatchObject({
      status: "failed-after-approval",
      failed: 1,
      items: [{}, { delivery: "failed", error: "No such offer" }],
    });
    expect((await view("sven")).status).toBe(404);
  });

  it("A18 asks with the same key at each try, whatever changes in the order in between", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = () => "silence";
    const id = await seller.approved();
    const device = (await seller.server.signIn("amy")).device();
    await device.push(device.command("comment-on-order", { orderId: id, text: "Please hurry." }));
    await seller.pass(2);
    expect(seller.askedFor(id)).toHaveLength(2);
    expect(new Set(seller.askedFor(id).map(({ id: key }) => key)).size).toBe(1);
  });

  it("A18 says in words that the service did not answer, if it never did", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = () => "silence";
    const id = await seller.approved();
    for (const minutes of [1, 5, 15, 60, 240]) await seller.pass(minutes);
    const { body } = await (await seller.server.signIn("nick")).call("GET", `/v1/orders/${id}/fulfilment`);
    expect(body).toMatchObject({ items: [{ delivery: "failed", error: "The provisioning service did not answer." }] });
  });

  it("A27 asks once for a retry by hand: tries left over from before are no longer sent", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = () => "silence";
    const id = await seller.approved();
    const [oven] = (await seller.order(id)).lines;
    await seller.act("nick", id, "items", {
      items: [{ lineId: oven!.id, outcome: "failed", error: "Sold out" }],
    });
    seller.connectorAnswer = () => ({});
    await seller.act("nick", id, "retry");
    await seller.server.settle();
    for (let hours = 0; hours < 6; hours += 1) {
      await seller.pass(60);
    }
    expect(seller.askedFor(id)).toHaveLength(2);
  });

  it("A26 keeps what was reported between two tries: it is neither requested again nor overwritten", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = () => "silence";
    const id = await seller.approved(twoLines);
    const [first, second] = (await seller.order(id)).lines;
    const soldOut = { lineId: first!.id, outcome: "failed", error: "Sold out" };
    await seller.act("nick", id, "items", { items: [soldOut] });
    seller.connectorAnswer = () => ({});
    await seller.pass(2);
    expect(seller.askedFor(id).map(({ body }) => body["items"])).toMatchObject([
      [{ lineId: first!.id }, { lineId: second!.id }],
      [{ lineId: second!.id }],
    ]);
    await seller.act("nick", id, "items", { items: line(second!.id) });
    expect((await seller.order(id)).status).toBe("failed-after-approval");
  });

  it("A26 keeps what was provisioned during the last try, and fails the rest", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = () => "silence";
    const id = await seller.approved(twoLines);
    const [first, second] = (await seller.order(id)).lines;
    for (let hours = 0; hours < 4; hours += 1) await seller.pass(60);
    seller.connectorAnswer = async () => {
      await seller.act("nick", id, "items", { items: line(first!.id) });
      return "silence" as const;
    };
    await seller.pass(4 * 60);
    expect(seller.askedFor(id)).toHaveLength(6);
    const view = await (await seller.server.signIn("nick")).call("GET", `/v1/orders/${id}/fulfilment`);
    expect(view.body).toMatchObject({
      status: "failed-after-approval",
      items: [
        { lineId: first!.id, delivery: "executed" },
        { lineId: second!.id, delivery: "failed" },
      ],
    });
    const late = { lineId: first!.id, outcome: "failed", error: "Late" };
    expect((await seller.act("nick", id, "items", { items: [late] })).body).toMatchObject({
      code: "order-step-impossible",
    });
  });

  it("A26 leaves a failed order as it is when the connector's answer comes too late, and ends its job", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = async ({ orderId, items }) => {
      const [{ lineId }] = items as [{ lineId: string }];
      const soldOut = { lineId, outcome: "failed", error: "Sold out" };
      await seller.act("nick", String(orderId), "items", { items: [soldOut] });
      return { body: { items: line(lineId) } };
    };
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("failed-after-approval");
    expect(await seller.eventsOf(id)).not.toContainEqual(expect.objectContaining({ kind: "item-provisioned" }));
  });

  it("records the valid part of an answer that also names items of another order", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = ({ items }) => ({
      body: { items: [...line("of-another-order"), ...line((items as { lineId: string }[])[0]!.lineId)] },
    });
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("executed");
  });

  it("A27 asks each round with its number within the order, which is the same after a restored backup", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    const id = await seller.approved();
    const [oven] = (await seller.order(id)).lines;
    await seller.act("nick", id, "items", {
      items: [{ lineId: oven!.id, outcome: "failed", error: "Sold out" }],
    });
    await seller.act("nick", id, "retry");
    await seller.server.settle();
    expect(seller.askedFor(id).map(({ id: key }) => key)).toEqual([`${id}/1`, `${id}/2`]);
  });

  it("A26 fails when the connector does not answer for hours", async () => {
    await seller.execute({ settings: { connector: seller.connector() } });
    seller.connectorAnswer = () => "silence";
    const id = await seller.approved();
    for (let hours = 0; hours < 10; hours += 1) {
      await seller.pass(60);
    }
    expect((await seller.order(id)).status).toBe("failed-after-approval");
    expect(seller.askedFor(id)).toHaveLength(6);
    expect(new Set(seller.askedFor(id).map(({ id: key }) => key)).size).toBe(1);
  });

  it("is reported only by the sellers of the order, for items that it has", async () => {
    await seller.execute({});
    const id = await seller.approved();
    const items = line((await seller.order(id)).lines[0]!.id);
    expect((await seller.act("amy", id, "items", { items })).status).toBe(403);
    expect((await seller.act("sven", id, "items", { items })).status).toBe(404);
    expect((await seller.act("nick", id, "items", { items: line("nothing") })).body).toMatchObject({
      code: "item-unknown",
    });
    expect((await seller.act("nick", id, "retry")).body).toMatchObject({ code: "order-step-impossible" });
  });
});
