import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { erpOperations } from "@countersign/shared/contract/api/erp.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { fail } from "@countersign/shared/domain/result.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const approvedOrder = async (): Promise<string> => {
  const placed = await server.place();
  const device = (await server.signIn("amy")).device();
  await device.push(device.approve(placed));
  return placed.id;
};

const report = async (name: TestPerson, id: string, status: string) =>
  (await server.signIn(name)).call("PUT", `/v1/orders/${id}/erp-status`, { status });

describe("a report of the ERP", () => {
  it("changes the order once, and its people receive the change", async () => {
    const id = await approvedOrder();
    const carl = await server.signIn("carl");
    const { checkpoint } = await carl.pull("orders");
    expect((await report("dora", id, "posted")).body).toMatchObject({ erpStatus: "posted", revision: 3 });
    expect((await report("dora", id, "posted")).body).toMatchObject({ revision: 3 });
    expect((await carl.pull("orders", checkpoint)).rows).toMatchObject([
      { document: { id, erpStatus: "posted", status: "approved", revision: 3 } },
    ]);
  });

  it("leads from the release to the posting, which is a step of its own", async () => {
    const id = await approvedOrder();
    await report("dora", id, "released");
    expect((await report("dora", id, "posted")).body).toMatchObject({ erpStatus: "posted", revision: 4 });
    expect(await (await server.signIn("carl")).order(id)).toMatchObject({ erpStatus: "posted" });
  });

  it("S63 about an order that waits is refused, with the reason for the ERP's people", async () => {
    const { id } = await server.place();
    for (const [status, event] of [
      ["released", "release"],
      ["posted", "release"],
    ] as const)
      expect(await report("dora", id, status)).toMatchObject({
        status: 409,
        body: { code: "not-authorized-for-erp", args: { authorization: "Pending", event } },
      });
  });

  it("S63 about an order that was declined is refused", async () => {
    const placed = await server.place();
    const device = (await server.signIn("amy")).device();
    await device.push(device.reject(placed, "We have one."));
    expect(await report("dora", placed.id, "posted")).toMatchObject({
      status: 409,
      body: { code: "not-authorized-for-erp", args: { authorization: "Declined" } },
    });
  });

  it("is refused when something depending on the order cannot follow, and nothing of it is stored", async () => {
    const id = await approvedOrder();
    vi.spyOn(server.services.followers, "follow").mockResolvedValueOnce(fail(refusal("subscription-went-on")));
    expect(await report("dora", id, "released")).toMatchObject({ status: 409, body: { code: "subscription-went-on" } });
    expect(await (await server.signIn("carl")).order(id)).toMatchObject({ erpStatus: "open", revision: 2 });
    expect((await report("dora", id, "released")).status).toBe(200);
  });

  it("S48 undoes a release, so that the decision can be taken back again; a posting stands", async () => {
    const id = await approvedOrder();
    expect((await report("dora", id, "released")).body).toMatchObject({ erpStatus: "released" });
    expect((await report("dora", id, "open")).body).toMatchObject({ erpStatus: "open" });
    await report("dora", id, "posted");
    for (const status of ["open", "released"])
      expect(await report("dora", id, status)).toMatchObject({
        status: 409,
        body: { code: "erp-step-impossible", args: { erpStatus: "posted" } },
      });
  });

  it("is not accepted from a customer, not even from its admin, who could undo a release that way", async () => {
    const id = await approvedOrder();
    for (const name of ["alma", "amy", "nick"] as const)
      expect(await report(name, id, "released")).toMatchObject({ status: 403 });
  });

  it("about an order that does not exist finds nothing", async () => {
    expect(await report("dora", "nothing", "open")).toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  it("with an unknown status is malformed", async () => {
    expect(await report("dora", "any", "absent")).toMatchObject({
      status: 400,
      body: { errors: [{ path: "status" }] },
    });
  });
});

describe("the description of the API", () => {
  it("explains what an ERP reads and reports", async () => {
    const described = await descriptionsOf(server.app, erpOperations);
    for (const each of described) expect(each.isUsable).toBe(true);
    expect(described.map(({ tags }) => tags.join())).toEqual(["erp", "erp", "orders"]);
  });
});
