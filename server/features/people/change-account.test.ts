import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { money } from "@countersign/shared/domain/money.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";

import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

import { changePerson } from "./change-person.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
/** A sub-account that may authorize, and one whose orders above 100 euros it authorizes. */
let authorizer: string;
let buyer: string;

const tenantId = testNetwork.tenant.id;
const accountId = testNetwork.organisations.find(({ externalId }) => externalId === "bakery")!.id;

const call = async (by: TestPerson, method: "GET" | "PATCH", path: string, body?: object) => {
  const { status, body: answer } = await (await server.signIn(by)).call(method, `/v1/shop-accounts${path}`, body);
  return { status, answer };
};
const patch = async (by: TestPerson, id: string, body: object) => {
  const { status, answer } = await call(by, "PATCH", `/${id}`, body);
  return [status, answer["code"]];
};
const create = async (change: object): Promise<string> => {
  const { body } = await (await server.signIn("mona")).call("POST", "/v1/people", { kind: "sub-account", ...change });
  return (body["person"] as { id: string }).id;
};
const personIn = async (id: string) => {
  const people = await (await server.signIn("alma")).documents("people");
  return people.find((person) => person.id === id);
};
const store = (document: ShopAccount) =>
  server.database.db
    .transaction()
    .execute((tx) => putSetting(tx, tenantId, { kind: "shop-account", ownerId: document.id, document }));
const plain = (kind: "regular" | "account-manager", name: TestPerson): ShopAccount => ({
  kind,
  id: idOf(name),
  name,
  email: emailOf(name),
  accountId,
  isActivated: true,
});
/** Makes the bakery's orders ask the authorizers of its sub-accounts' limits. */
const askAuthorizers = async (): Promise<void> => {
  const [policy] = testNetwork.policies;
  const rule = {
    condition: { when: "authorizer-limit-exceeded" },
    role: "authorizer",
    requirement: { mode: "any" },
    candidates: [],
  };
  await server.database.db
    .updateTable("policies")
    .set({ document: JSON.stringify({ ...policy, rules: [rule] }) })
    .where("id", "=", policy!.id)
    .execute();
};
const limitedBy = (...authorizers: string[]) => ({
  budget: { kind: "limited", limits: [{ limit: money(10_000, "EUR"), authorizers }] },
});

beforeAll(async () => {
  server = await startTestServer();
  const whom = { tenantId, personId: idOf("mona"), by: "network" } as const;
  await changePerson(server.services, whom, { roles: ["account-manager", "requester"] });
  await store(plain("account-manager", "mona"));
  await store(plain("regular", "cora"));
  authorizer = await create({ name: "Robin", email: "robin@bakery.example", mayOrder: true, mayAuthorize: true });
  buyer = await create({ name: "Sam", email: "sam@bakery.example", mayOrder: true, ...limitedBy(authorizer) });
}, timeLimit);
afterAll(() => server.stop());

describe("GET /v1/shop-accounts", () => {
  it("S12 S14 shows account managers and administrators the accounts of their company, and nobody else", async () => {
    for (const name of ["mona", "alma"] as const) {
      const { answer } = await call(name, "GET", "");
      const ids = (answer["accounts"] as ShopAccount[]).map(({ id }) => id);
      expect(new Set(ids)).toEqual(new Set([idOf("mona"), idOf("cora"), authorizer, buyer]));
    }
    expect(await call("cora", "GET", "")).toMatchObject({ status: 403, answer: { code: "not-allowed" } });
    expect(await call("paul", "GET", `/${buyer}`)).toMatchObject({ status: 404 });
  });

  it("shows everybody their own account, and no colleague's", async () => {
    expect(await call("cora", "GET", `/${idOf("cora")}`)).toMatchObject({ status: 200, answer: { kind: "regular" } });
    expect(await call("cora", "GET", `/${buyer}`)).toMatchObject({ status: 403 });
    expect(await call("mona", "GET", `/${buyer}`)).toMatchObject({ status: 200, answer: { name: "Sam" } });
    expect(await call("amy", "GET", `/${idOf("amy")}`)).toMatchObject({ status: 404 });
  });
});

describe("PATCH /v1/shop-accounts/:id", () => {
  it("S12 S16 S18 S19 S23 S25 S27 changes the fields of a sub-account, and what its person may do", async () => {
    const id = await create({ name: "Kim", email: "kim@bakery.example" });
    const change = { name: "Kim Baker", mayOrder: true, maySeePrices: true, maySeeStock: true, mayAuthorize: true };
    const { status, answer } = await call("mona", "PATCH", `/${id}`, change);
    expect([status, answer]).toEqual([200, expect.objectContaining({ ...change, id, accountId, isActivated: true })]);
    expect(await personIn(id)).toMatchObject({ name: "Kim Baker", roles: ["requester", "authorizer"], isActive: true });
    expect(await patch("mona", id, { isActivated: false, mayAuthorize: false })).toEqual([200, undefined]);
    expect(await personIn(id)).toMatchObject({ roles: ["requester"], isActive: false });
  });

  it("S11 S12 is for account managers and administrators of the company, each for their own part", async () => {
    expect(await patch("cora", buyer, { mayOrder: false })).toEqual([403, "not-an-account-manager"]);
    expect(await patch("mona", idOf("cora"), { name: "Cora" })).toEqual([403, "role-given-by-administrator"]);
    expect(await patch("dora", buyer, { mayOrder: false })).toEqual([404, "not-found"]);
    expect(await patch("alma", buyer, { maySeeStock: true })).toEqual([200, undefined]);
    expect(await patch("alma", idOf("cora"), { kind: "account-manager" })).toEqual([200, undefined]);
    expect((await personIn(idOf("cora")))?.roles).toEqual(["requester", "account-manager"]);
    expect(await patch("alma", idOf("cora"), { kind: "regular" })).toEqual([200, undefined]);
    expect((await personIn(idOf("cora")))?.roles).toEqual(["requester"]);
  });

  it("S13 S34 keeps the company and the address, and S04 gives a regular account no fields of a sub-account", async () => {
    for (const change of [{ accountId: "org-press" }, { email: "x@bakery.example" }, { kind: "sub-account" }])
      expect(await patch("alma", buyer, change)).toEqual([400, "request-malformed"]);
    expect(await patch("alma", idOf("cora"), { mayOrder: true })).toEqual([400, "request-malformed"]);
  });

  it("S20 S24 S26 S28 S29 can neither enable what the shop withholds nor name somebody who may not authorize", async () => {
    await server.database.db.transaction().execute((tx) =>
      putSetting(tx, tenantId, {
        kind: "shop-settings",
        ownerId: tenantId,
        document: { ...defaultShopSettings, showsPrices: false },
      }),
    );
    expect(await patch("mona", buyer, { maySeePrices: true })).toEqual([422, "prices-off-in-shop"]);
    expect(await patch("mona", authorizer, limitedBy(authorizer))).toEqual([422, "authorizer-is-the-buyer"]);
    expect(await patch("mona", buyer, limitedBy(idOf("paul")))).toEqual([422, "authorizer-unknown"]);
  });

  it("S57 S58 S59 S60 keeps an authorizer whom limits and waiting orders need, for managers and administrators alike", async () => {
    await askAuthorizers();
    const { number } = await server.place(orderRequest({ requester: { email: "sam@bakery.example" } }));
    for (const by of ["mona", "alma"] as const) {
      expect(await patch(by, authorizer, { mayAuthorize: false })).toEqual([409, "authorizer-has-orders-and-limits"]);
      expect(await patch(by, authorizer, { isActivated: false })).toEqual([409, "authorizer-has-orders-and-limits"]);
      const unlinked = await call(by, "PATCH", `/${buyer}`, { budget: { kind: "unlimited" } });
      expect(unlinked).toMatchObject({
        status: 409,
        answer: { code: "authorizer-has-orders", args: { authorizer: "Robin", orders: number } },
      });
    }
    expect(await personIn(authorizer)).toMatchObject({ roles: ["requester", "authorizer"], isActive: true });
  });
});
