import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { OrderReceipt } from "@countersign/shared/contract/intake.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import { money } from "@countersign/shared/domain/money.ts";

import { timeLimit } from "#server/testing/database.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { salesOrderFor } from "./sales-order.ts";
import type { SalesOrder } from "@countersign/shared/contract/api/erp.ts";
import { salesOrderPageSchema } from "@countersign/shared/contract/api/erp.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
beforeEach(async () => {
  await server.database.db.deleteFrom("history").execute();
  await server.database.db.deleteFrom("orders").execute();
});
afterAll(() => server.stop());

const small = [{ product: "Whisk", quantity: "1", unitPrice: { amountMinor: 500, currency: "EUR" } }];

const approve = async (placed: OrderReceipt): Promise<string> => {
  const device = (await server.signIn("amy")).device();
  const command = device.approve(placed);
  await device.push(command);
  return command.id;
};

const page = async (name: TestPerson, query = "") => {
  const { status, body } = await (await server.signIn(name)).call("GET", `/v1/erp/orders${query}`);
  expect(status).toBe(200);
  return salesOrderPageSchema.parse(body);
};

const listed = async (name: TestPerson = "dora", query = ""): Promise<string[]> =>
  (await page(name, query)).orders.map(({ id }) => id);

const one = async ({ id }: { readonly id: string }): Promise<SalesOrder> =>
  (await (await server.signIn("dora")).call("GET", `/v1/erp/orders/${id}`)).body as unknown as SalesOrder;

describe("the ERP's list of sales orders", () => {
  it("S61 S62 S64 S65 contains what was approved or needs no approval, not what waits or was declined", async () => {
    const free = await server.place({ lines: small });
    const approved = await server.place();
    await approve(approved);
    await server.place();
    const declined = await server.place();
    const device = (await server.signIn("ben")).device();
    await device.push(device.reject(declined, "We have one."));

    expect(await listed()).toEqual([free.id, approved.id]);
  });

  it("S66 loses an order whose approval was taken back, and has it again when it is approved again", async () => {
    const placed = await server.place();
    const decision = await approve(placed);
    expect(await listed()).toEqual([placed.id]);

    const device = (await server.signIn("ben")).device();
    await device.push(device.reverse(placed, decision));
    expect(await listed()).toEqual([]);
    expect(await one(placed)).toMatchObject({ authorizationStatus: "Pending", erpStatus: "absent" });

    await approve(placed);
    expect(await listed()).toEqual([placed.id]);
  });

  it("S66 S48 keeps an order that the ERP has released, whose approval can no longer be taken back", async () => {
    const placed = await server.place();
    const decision = await approve(placed);
    const dora = await server.signIn("dora");
    await dora.call("PUT", `/v1/orders/${placed.id}/erp-status`, { status: "released" });

    const device = (await server.signIn("ben")).device();
    const [verdict] = await device.push(device.reverse(placed, decision));
    expect(verdict).toMatchObject({ state: "refused", code: "erp-moved-on" });
    expect(await listed("dora", "?erpStatus=released")).toEqual([placed.id]);
    expect(await listed("dora", "?erpStatus=open")).toEqual([]);
  });

  it("S50 records the authorization: not needed, pending, approved, declined", async () => {
    const free = await server.place({ lines: small });
    const [waiting, approved, declined] = [await server.place(), await server.place(), await server.place()];
    await approve(approved);
    const device = (await server.signIn("ben")).device();
    await device.push(device.reject(declined, "We have one."));

    const statuses = [];
    for (const order of [free, waiting, approved, declined]) statuses.push((await one(order)).authorizationStatus);
    expect(statuses).toEqual(["NotNeeded", "Pending", "Approved", "Declined"]);
  });

  it("S63 warns of posting an order that waits, and says nothing of one that may be posted", async () => {
    const waiting = await server.place();
    const free = await server.place({ lines: small });
    expect((await one(waiting)).postingWarning).toBe(
      "The order's authorization is Pending, so the ERP must not take the step release. Wait until the authorizers approve the order.",
    );
    expect(await one(free)).not.toHaveProperty("postingWarning");
  });

  it("comes in pages, each continuing after the one before, and the last one says so", async () => {
    const placed: string[] = [];
    for (let count = 0; count < 5; count += 1) placed.push((await server.place({ lines: small })).id);

    const first = await page("dora", "?limit=2");
    const second = await page("dora", `?limit=2&after=${first.next}`);
    const third = await page("dora", `?limit=2&after=${second.next}`);
    expect([first, second, third].flatMap(({ orders }) => orders.map(({ id }) => id))).toEqual(placed);
    expect(third).not.toHaveProperty("next");
  });

  it("A76 shows no amount of another level of the chain", () => {
    const order = hybridOrder({ reseller: money(77_701, "EUR"), distributor: money(66_601, "EUR") });
    expect(JSON.stringify(order)).toContain("66601");
    const asNick = { id: idOf("nick"), organisationId: organisationIdSchema.parse("org-north") };
    expect(JSON.stringify(salesOrderFor(order, asNick))).not.toMatch(/66601|Watched by/);
    const asDora = { id: idOf("dora"), organisationId: organisationIdSchema.parse("org-hub") };
    expect(JSON.stringify(salesOrderFor(order, asDora))).not.toMatch(/77701|Watched by/);
  });

  it("S63 is for sellers: a customer's people are refused, and another reseller finds nothing", async () => {
    const placed = await server.place({ lines: small });
    for (const name of ["amy", "alma", "carl"] as const) {
      const person = await server.signIn(name);
      for (const url of ["/v1/erp/orders", `/v1/erp/orders/${placed.id}`])
        expect(await person.call("GET", url)).toMatchObject({ status: 403 });
    }
    const asAdmin = sql`jsonb_set(document, '{roles}', '["admin"]')`;
    await sql`update people set document = ${asAdmin} where id in (${idOf("nick")}, ${idOf("sven")})`.execute(
      server.database.db,
    );
    expect(await listed("nick")).toEqual([placed.id]);
    expect(await listed("sven")).toEqual([]);
    const other = await server.signIn("sven");
    expect(await other.call("GET", `/v1/erp/orders/${placed.id}`)).toMatchObject({ status: 404 });
  });
});
