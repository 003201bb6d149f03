import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeader } from "@countersign/shared/contract/protocol-version.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import { groupOf } from "#server/testing/hybrid-order.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { withoutIds } from "#server/testing/without-ids.ts";
import type { AnswerReceipt } from "@countersign/shared/contract/api/decisions.ts";
import type { OrderPage } from "@countersign/shared/contract/api/orders.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const get = async (name: TestPerson, url: string) => {
  const { status, body } = await (await server.signIn(name)).call("GET", url);
  return { status, body };
};
const page = async (name: TestPerson, query = ""): Promise<OrderPage> =>
  (await get(name, `/v1/orders${query}`)).body as unknown as OrderPage;

const answer = async (name: TestPerson, url: string, body: object) => {
  const answered = await (await server.signIn(name)).call("POST", `/v1/orders/${url}`, body);
  return { status: answered.status, code: answered.body["code"], ...answered.body } as Partial<AnswerReceipt> & {
    status: unknown;
    code: unknown;
  };
};
const decide = (name: TestPerson, { id }: { id: string }, body: object) => answer(name, `${id}/decisions`, body);

describe("the list of orders", () => {
  it("contains only what the caller may see, page by page, and afterwards only what changed", async () => {
    const placed = [await server.place(), await server.place(), await server.place()].map(({ id }) => id);
    const first = await page("amy", "?limit=2");
    expect([first.orders.map(({ id }) => id), first.hasMore]).toEqual([placed.slice(0, 2), true]);
    const second = await page("amy", `?limit=2&cursor=${first.next}`);
    expect([second.orders.map(({ id }) => id), second.hasMore]).toEqual([placed.slice(2), false]);
    expect(await page("amy", `?cursor=${second.next}`)).toMatchObject({ orders: [], hasMore: false });

    await decide("ben", { id: placed[0]! }, { outcome: "approved" });
    const changed = await page("amy", `?cursor=${second.next}`);
    expect(changed.orders.map(({ id, revision }) => [id, revision])).toEqual([[placed[0], 2]]);
    expect((await page("paul")).orders).toEqual([]);
  });

  it("is filtered by status, customer and when the order was placed", async () => {
    const { id } = await server.place({ placedAt: "2027-01-01T00:00:00Z" });
    const ids = async (query: string) => (await page("dora", query)).orders.map((order) => order.id);
    expect(await ids("?placedSince=2026-12-31T23:00:00Z")).toEqual([id]);
    expect(await ids("?customer=org-press")).toEqual([]);
    expect(await ids("?customer=org-bakery&status=pending&placedSince=2026-12-31T23:00:00%2B01:00")).toEqual([id]);
    expect(await ids("?status=approved")).toHaveLength(1);
  });

  it("refuses an invalid cursor, and starts again with one from another epoch", async () => {
    const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const cursor of ["nonsense", cursorOf({}), cursorOf(["e", -1, ""]), cursorOf(["e", 1, "\0"])]) {
      const { status, body } = await get("amy", `/v1/orders?cursor=${cursor}`);
      expect([cursor, status, body["code"]]).toEqual([cursor, 400, "request-malformed"]);
    }
    const anew = await page("amy", `?cursor=${cursorOf(["another-epoch", 99_999, ""])}`);
    expect(anew.orders).toEqual((await page("amy")).orders);
  });
});

describe("the API", () => {
  it("answers everybody, even if somebody tried to push from the device that it uses for them", async () => {
    const placed = await server.place();
    const ben = await server.signIn("ben");
    const device = ben.device();
    const deviceId = "api-person-amy";
    const objection = { state: "refused", code: "command-malformed", args: { path: "deviceId" } };
    const malformed = { ...device.approve(placed), deviceId, madeAt: "yesterday" };
    expect(await device.push({ ...device.approve(placed), deviceId }, malformed)).toMatchObject([
      objection,
      { state: "refused", code: "command-malformed" },
    ]);
    const pushed = { epoch: await ben.epoch(), deviceId, commands: [device.approve(placed)] };
    expect(await ben.call("POST", "/v1/sync/push", pushed)).toMatchObject({
      status: 400,
      body: {
        code: "request-malformed",
        errors: [{ path: "deviceId", code: "kept-for-api", problem: "is reserved for the API" }],
      },
    });
    expect(await decide("amy", placed, { outcome: "approved" })).toMatchObject({ status: "approved" });
  });
});

describe("an order", () => {
  it("is read with its history by those who may see it, and is not found by anybody else", async () => {
    const placed = await server.place();
    await decide("amy", placed, { outcome: "rejected", reason: "Too dear." });
    expect((await get("carl", `/v1/orders/${placed.id}`)).body).toMatchObject({ id: placed.id, status: "rejected" });
    expect((await get("carl", `/v1/orders/${placed.id}/history`)).body).toMatchObject({
      entries: [{ action: "rejected", reason: "Too dear.", person: { name: "amy" } }],
    });
    for (const path of ["", "/history"])
      expect(await get("paul", `/v1/orders/${placed.id}${path}`)).toMatchObject({
        status: 404,
        body: { code: "not-found" },
      });
  });
});

describe("a decision by the API", () => {
  it("A13 A77 approves or rejects as a device would, with its entry in the history", async () => {
    const placed = await server.place();
    const decided = await decide("amy", placed, { outcome: "approved", reason: "Agreed." });
    expect(decided).toMatchObject({ status: "approved", revision: 2, orderId: placed.id });
    const { body } = await get("amy", `/v1/orders/${placed.id}/history`);
    expect(body["entries"]).toEqual([
      expect.objectContaining({ id: decided.id, action: "approved", reason: "Agreed." }),
    ]);
  });

  it("A14 is harmless when it is repeated, and refused when it contradicts", async () => {
    const placed = await server.place();
    const first = await decide("amy", placed, { outcome: "approved" });
    expect(await decide("amy", placed, { outcome: "approved" })).toMatchObject({ id: first.id, revision: 2 });
    expect(await decide("amy", placed, { outcome: "rejected", reason: "No." })).toMatchObject({
      status: 409,
      code: "already-decided-by-you",
      args: { currentRevision: 2 },
    });
    expect(await decide("ben", placed, { outcome: "approved" })).toMatchObject({
      status: 409,
      code: "already-decided",
    });
  });

  it("is refused by kind: not asked 403, not visible 404, without its reason 422", async () => {
    const placed = await server.place();
    const approve = { outcome: "approved" };
    expect(await decide("carl", placed, approve)).toMatchObject({ status: 403, code: "not-a-candidate" });
    expect(await decide("paul", placed, approve)).toMatchObject({ status: 404, code: "not-found" });
    expect(await decide("amy", placed, { outcome: "rejected" })).toMatchObject({
      status: 422,
      code: "reason-required",
    });
    expect(await decide("amy", placed, { ...approve, stageId: "other" })).toMatchObject({
      status: 422,
      code: "stage-unknown",
    });
    const small = [{ product: "Bag", quantity: "1", unitPrice: { amountMinor: 1, currency: "EUR" } }];
    expect(await decide("carl", await server.place({ lines: small }), approve)).toMatchObject({
      status: 409,
      code: "order-not-pending",
    });
  });

  it("S47 S48 is taken back as long as the ERP has not released the order", async () => {
    const placed = await server.place();
    const { id: decisionId } = await decide("amy", placed, { outcome: "approved" });
    const reverse = () => answer("ben", `${placed.id}/reversals`, { decisionId, reason: "By mistake." });
    expect(await reverse()).toMatchObject({ status: "pending", revision: 3 });
    expect(await reverse()).toMatchObject({ status: 409, code: "decision-already-reversed" });
  });

  it("is followed by comments from anybody who may see the order", async () => {
    const placed = await server.place();
    expect(await answer("carl", `${placed.id}/comments`, { text: "Until Friday." })).toMatchObject({ revision: 2 });
    expect(await answer("paul", `${placed.id}/comments`, { text: "Hello?" })).toMatchObject({ status: 404 });
    const { body } = await get("amy", `/v1/orders/${placed.id}`);
    expect((body as unknown as Order).flow.comments).toMatchObject([
      { text: "Until Friday.", person: { name: "carl" } },
    ]);
  });

  it("A13 must name its stage if several ask the same person", async () => {
    const { db } = server.database;
    const { id } = await server.place();
    const { document } = await db
      .selectFrom("orders")
      .select("document")
      .where("id", "=", id as Order["id"])
      .executeTakeFirstOrThrow();
    const [stage] = document.flow.stages;
    const second = { ...stage!, id: "stage-2", step: 2 };
    const doubled = { ...document, flow: { ...document.flow, stages: [stage, second] } };
    await db
      .updateTable("orders")
      .set({ document: JSON.stringify(doubled) })
      .where("id", "=", document.id)
      .execute();
    expect(await decide("amy", { id }, { outcome: "approved" })).toMatchObject({
      status: 422,
      args: { path: "stageId" },
    });
    const one = { outcome: "approved", stageId: stage!.id };
    expect(await decide("amy", { id }, one)).toMatchObject({ status: "pending", revision: 2 });
    expect(await decide("amy", { id }, one)).toMatchObject({ status: "pending", revision: 2 });
  });
});

describe("an order that requires a newer program", () => {
  /** What the caller's program says of itself; nothing if it does not know the header. */
  type Declared = Partial<Record<typeof protocolHeader, string>>;

  const call = async (declared: Declared, path: string, payload: object) => {
    const { authorization } = (await server.signIn("amy")).headers;
    const headers = { authorization, ...declared };
    const answered = await server.app.inject({ method: "POST", url: `/v1/orders/${path}`, headers, payload });
    return { status: answered.statusCode, body: answered.json<Record<string, unknown>>() };
  };
  const approve = (declared: Declared, { id }: { id: string }) =>
    call(declared, `${id}/decisions`, { outcome: "approved" });
  const require2 = ({ id }: { id: string }) =>
    sql`update orders set document = jsonb_set(document, '{decidableFrom}', '2') where id = ${id}`.execute(
      server.services.db,
    );
  const older: [string, Declared][] = [
    ["declares an older protocol", { [protocolHeader]: "1-1" }],
    ["declares nothing", {}],
    ["declares something unreadable", { [protocolHeader]: "2" }],
  ];
  const newerNeeded = { status: 409, body: { code: "newer-program-needed", args: { currentRevision: 1 } } };

  it.each(older)("is not decided by a caller that %s, and stays as it was", async (_, declared) => {
    const placed = await server.place();
    await require2(placed);
    const before = await get("amy", `/v1/orders/${placed.id}`);
    expect(await approve(declared, placed)).toMatchObject(newerNeeded);
    expect(await get("amy", `/v1/orders/${placed.id}`)).toEqual(before);
    expect(before.body).toMatchObject({ status: "pending", revision: 1 });
    expect(await call(declared, `${placed.id}/comments`, { text: "Later." })).toMatchObject({ status: 200 });
  });

  it("is decided by a caller that declares enough, whose decision an older one cannot take back", async () => {
    const placed = await server.place();
    await require2(placed);
    const approved = await approve({ [protocolHeader]: "1-2" }, placed);
    expect(approved).toMatchObject({ status: 200, body: { status: "approved", revision: 2 } });
    const reversal = { decisionId: approved.body["id"], reason: "By mistake." };
    for (const [, declared] of older)
      expect(await call(declared, `${placed.id}/reversals`, reversal)).toMatchObject({
        status: 409,
        body: { code: "newer-program-needed", args: { currentRevision: 2 } },
      });
    expect(await call({ [protocolHeader]: "1-2" }, `${placed.id}/reversals`, reversal)).toMatchObject({
      body: { status: "pending" },
    });
  });

  it("is the exception: others are decided by a caller that declares nothing", async () => {
    expect(await approve({}, await server.place())).toMatchObject({ body: { status: "approved" } });
  });
});

describe("the credit risk of an order", () => {
  const levelAmounts = [
    { role: "reseller" as const, total: { amountMinor: 90_000, currency: "EUR" } },
    { role: "distributor" as const, total: { amountMinor: 70_000, currency: "EUR" } },
  ];
  let id = "";

  beforeAll(async () => {
    const { db } = server.database;
    const tenantId = testNetwork.tenant.id;
    await inTransaction(db, async (tx) => {
      await putSetting(tx, tenantId, {
        kind: "credit-risk",
        ownerId: "org-north",
        document: groupOf("north", "bakery"),
      });
      await putSetting(tx, tenantId, { kind: "credit-risk", ownerId: "org-hub", document: groupOf("hub", "bakery") });
    });
    const policy = testNetwork.policies.find(({ organisationId }) => organisationId === "org-bakery")!;
    const requirement = { mode: "any" as const };
    const rules = [
      { condition: { when: "credit-risk-group" as const }, role: "distributor" as const, requirement, candidates: [] },
    ];
    const document = JSON.stringify({ ...policy, rules });
    await db.updateTable("policies").set({ document }).where("id", "=", policy.id).execute();
    ({ id } = await server.place({ levelAmounts }));
  }, timeLimit);

  it("A80 A84 is shown to each seller item by item at its own level", async () => {
    const ofSeller = async (name: TestPerson) => (await get(name, `/v1/orders/${id}/credit-risk`)).body;
    const money = (amountMinor: number) => ({ known: true, money: { amountMinor, currency: "EUR" } });
    expect(await ofSeller("nick")).toMatchObject({
      level: "reseller",
      isFinal: false,
      amount: money(90_000),
      assessments: [
        { group: "Watched by north", member: "The bakery", items: [{ isInScope: true, amount: money(90_000) }] },
      ],
    });
    expect(await ofSeller("dora")).toMatchObject({ level: "distributor", amount: money(70_000) });
  });

  it("A76 shows no amount of another level", async () => {
    expect(withoutIds((await get("nick", `/v1/orders/${id}/credit-risk`)).body)).not.toMatch(/70000|hub/);
    expect(withoutIds((await get("dora", `/v1/orders/${id}/credit-risk`)).body)).not.toMatch(/90000|north/);
    expect(withoutIds((await get("nick", `/v1/orders/${id}`)).body)).not.toMatch(/70000/);
    expect(withoutIds((await page("carl")).orders.find((order) => order.id === id))).not.toMatch(/90000|70000/);
  });

  it("is read only by the sellers of its chain", async () => {
    expect(await get("carl", `/v1/orders/${id}/credit-risk`)).toMatchObject({
      status: 403,
      body: { code: "right-missing" },
    });
    expect(await get("sven", `/v1/orders/${id}/credit-risk`)).toMatchObject({ status: 404 });
  });

  it("A88 both partners answer by the API, in any order", async () => {
    expect(await decide("dora", { id }, { outcome: "approved" })).toMatchObject({ status: "pending" });
    expect(await decide("nick", { id }, { outcome: "approved" })).toMatchObject({ status: "approved" });
  });
});
