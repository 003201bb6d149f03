import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";

import { checkOrder } from "./check-order.ts";
import { Seller, card, subjectOf, token } from "./testing/seller.ts";

vi.setConfig({ testTimeout: timeLimit });

let seller: Seller;

beforeAll(async () => {
  seller = await Seller.start();
}, timeLimit);
afterAll(() => seller.stop());
beforeEach(() => seller.reset());

describe("an order that a card pays", () => {
  it("W27 S47 is not taken back or cancelled while it is unknown whether the card was charged", async () => {
    await seller.execute({ settings: { gateway: seller.gateway() }, payment: card });
    seller.gatewayAnswer = () => "silence";
    const id = await seller.approved();
    const [decision] = (await seller.order(id)).flow.decisions;
    const device = (await seller.server.signIn("amy")).device();
    expect(await device.push(device.reverse({ id }, decision!.id))).toMatchObject([{ code: "payment-requested" }]);
    expect((await seller.act("nick", id, "cancel")).body).toMatchObject({ code: "payment-requested" });

    seller.gatewayAnswer = () => ({ body: { outcome: "refused", error: "card declined" } });
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "pending" });
    expect((await seller.act("nick", id, "cancel")).body).toMatchObject({ status: "rejected" });
  });

  it("W27 stays pending, and the reseller is told, if no gateway is connected", async () => {
    await seller.execute({ payment: card });
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("pending");
    expect(await seller.eventsOf(id)).toContainEqual(
      expect.objectContaining({ code: "gateway-refused", tell: [{ to: "reseller", type: "payment-failed" }] }),
    );
  });

  it("W26 is executed when the gateway accepts, and the gateway is asked once", async () => {
    await seller.execute({ settings: { gateway: seller.gateway() }, payment: card });
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("executing");
    expect(seller.askedFor(id)).toEqual([
      { path: "/gateway", id: `${id}/1`, body: { tokenId: "card-1", amountMinor: 120_000, currency: "EUR" } },
    ]);
  });

  it("W28 W29 stays pending and out of the ERP without a valid token, and nobody is charged", async () => {
    await seller.execute({
      settings: { gateway: seller.gateway() },
      payment: card,
      tokens: [{ ...token, expiry: "2026-10" }],
    });
    const id = await seller.approved();
    expect(await seller.order(id)).toMatchObject({ status: "pending", erpStatus: "absent" });
    expect(seller.askedFor(id)).toEqual([]);
    expect(await seller.eventsOf(id)).toContainEqual(
      expect.objectContaining({ kind: "acceptance-stopped", code: "payment-method-unsupported" }),
    );
    await seller.execute({ settings: { gateway: seller.gateway() }, payment: card });
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "executing", erpStatus: "open" });
  });

  it("W27 stays pending after an error of the gateway, and is charged under a new key when accepted again", async () => {
    await seller.execute({ settings: { gateway: seller.gateway() }, payment: card });
    seller.gatewayAnswer = () => ({ body: { outcome: "refused", error: "card declined" } });
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("pending");
    seller.gatewayAnswer = () => ({ body: { outcome: "accepted" } });
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect(seller.askedFor(id).map(({ id: key }) => key)).toEqual([`${id}/1`, `${id}/2`]);
  });

  it("W27 asks again with the same key if there was no answer, since the card may have been charged", async () => {
    await seller.execute({ settings: { gateway: seller.gateway() }, payment: card });
    seller.gatewayAnswer = () => "silence";
    const id = await seller.approved();
    expect((await seller.order(id)).status).toBe("pending");
    seller.gatewayAnswer = () => ({ body: { outcome: "accepted" } });
    expect((await seller.act("nick", id, "accept")).body).toMatchObject({ status: "executing" });
    expect(seller.askedFor(id).map(({ id: key }) => key)).toEqual([`${id}/1`, `${id}/1`]);
    await checkOrder(seller.server.services, subjectOf(id), { trigger: "accepted" });
    expect(seller.askedFor(id)).toHaveLength(2);
  });
});
