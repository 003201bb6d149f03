import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { money } from "@countersign/shared/domain/money.ts";
import type { Role } from "@countersign/shared/domain/people.ts";

import { audienceOf } from "#server/records/visibility/audience.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { storeAccounts, storedAccount } from "#server/testing/sub-accounts.ts";
import { changePerson } from "./change-person.ts";
import type { PersonChange } from "@countersign/shared/contract/api/people.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const tenantId = testNetwork.tenant.id;
const organisation = (key: string) => testNetwork.organisations.find(({ externalId }) => externalId === key)!.id;
const tryChange = (name: TestPerson, what: PersonChange) =>
  changePerson(server.services, { tenantId, personId: idOf(name), by: "network" }, what);
const change = async (name: TestPerson, what: PersonChange): Promise<void> => {
  expect(await tryChange(name, what)).toMatchObject({ ok: true });
};

/** The ids of the person's documents on a device that pulled everything. */
const has = async (name: TestPerson, collection: CollectionName): Promise<string[]> =>
  (await (await server.signIn(name)).documents(collection)).map(({ id }) => id);

/** The ids of the orders that this person sees by the orders' own visibility rule. */
const shouldHave = async (name: TestPerson): Promise<string[]> => {
  const { db } = server.services;
  const people = (await db.selectFrom("people").select("document").execute()).map(({ document }) => document);
  const orders = await db.selectFrom("orders").select("document").orderBy("id").execute();
  return orders.flatMap(({ document }) => (audienceOf(document, people).includes(idOf(name)) ? [document.id] : []));
};

describe("a change of a person's rights", () => {
  it("shows them the orders and history that they may see from then on, and removes what they may not", async () => {
    const { id } = await server.place();
    const amy = await server.signIn("amy");
    await amy.device().push(amy.device().approve({ id }));
    const cora = await server.signIn("cora");
    expect(await has("cora", "orders")).not.toContain(id);
    const before = (await cora.pull("orders")).checkpoint;
    await change("cora", { roles: ["admin"] });
    expect((await cora.pull("orders", before)).rows).toContainEqual(
      expect.objectContaining({ document: expect.objectContaining({ id }) as unknown }),
    );
    expect(await has("cora", "history")).toHaveLength(1);
    const between = (await cora.pull("orders", before)).checkpoint;
    await change("cora", { roles: ["requester"] });
    expect((await cora.pull("orders", between)).rows).toContainEqual({ deleted: true, id });
    expect(await has("cora", "history")).toEqual([]);
  });

  it("moves them to another organisation, with its people and companies and their own document", async () => {
    await change("cora", { organisationId: organisation("press") });
    expect(await has("cora", "people")).toEqual(expect.arrayContaining([idOf("paul"), idOf("pia"), idOf("cora")]));
    expect(await has("cora", "people")).not.toContain(idOf("amy"));
    expect(await has("amy", "people")).not.toContain(idOf("cora"));
    expect(await has("paul", "people")).toContain(idOf("cora"));
    expect(await has("cora", "organisations")).toEqual(
      expect.arrayContaining(["press", "south", "hub"].map(organisation)),
    );
    expect(await has("cora", "organisations")).not.toContain(organisation("bakery"));
    await change("cora", { organisationId: organisation("bakery") });
    expect(await has("amy", "people")).toContain(idOf("cora"));
  });

  it("ends the sessions of somebody who is no longer active; what they may see comes back with them", async () => {
    const { id } = await server.place();
    const mona = await server.signIn("mona");
    await change("mona", { roles: ["admin"] });
    await change("mona", { isActive: false });
    expect((await mona.call("GET", "/v1/session")).body["code"]).toBe("session-refused");
    await change("mona", { isActive: true });
    expect(await has("mona", "orders")).toContain(id);
    await change("mona", { roles: ["cost-centre-manager"] });
  });

  it("is serialized with orders that are written at the same moment: nobody keeps or misses one", async () => {
    const rounds: readonly Role[][] = [["admin"], ["requester"], ["admin"], ["requester"], ["admin"]];
    for (const roles of rounds) {
      await Promise.all([
        ...[1, 2, 3, 4].map(() => server.place()),
        change("cora", { roles }),
        ...[5, 6, 7].map(() => server.place()),
      ]);
      expect((await has("cora", "orders")).toSorted()).toEqual((await shouldHave("cora")).toSorted());
    }
    await change("cora", { roles: ["requester"] });
  });

  it("follows the orders' own visibility rule, for every role in every organisation that has it", async () => {
    const roles = ["reseller", "distributor", "admin", "account-manager", "approver"] as const;
    const kinds = { hub: "distributor", north: "reseller", south: "reseller", bakery: "", press: "" } as const;
    for (const role of roles)
      for (const [key, kind] of Object.entries(kinds)) {
        if ((role === "reseller" || role === "distributor") && role !== kind) continue;
        await change("pia", { roles: [role], organisationId: organisation(key) });
        expect((await has("pia", "orders")).toSorted()).toEqual((await shouldHave("pia")).toSorted());
      }
    await change("pia", { roles: ["requester"], organisationId: organisation("press") });
  });

  it("S56 S58 is refused for an authorizer whom an account's limit needs, naming it", async () => {
    const limits = [{ limit: money(10_000, "EUR"), authorizers: [idOf("ben")] }];
    await storeAccounts(
      server.services.db,
      storedAccount("ben"),
      storedAccount("carl", { budget: { kind: "limited", limits } }),
    );
    expect(await tryChange("ben", { isActive: false })).toMatchObject({
      ok: false,
      error: { code: "authorizer-is-the-only-one", args: { limits: "carl 100.00 EUR" } },
    });
    expect(await tryChange("ben", { organisationId: organisation("press") })).toMatchObject({
      ok: false,
      error: { code: "authorizer-is-the-only-one" },
    });
    expect((await has("ben", "orders")).length).toBeGreaterThan(0);
  });
});

describe("PATCH /v1/people/:id", () => {
  const patch = async (by: TestPerson, whom: TestPerson, body: PersonChange) => {
    const { status, body: answer } = await (await server.signIn(by)).call("PATCH", `/v1/people/${idOf(whom)}`, body);
    return [status, answer["code"] ?? answer["roles"]];
  };

  it("is for administrators, in their own organisation", async () => {
    expect(await patch("alma", "cora", { roles: ["approver", "requester"] })).toEqual([200, ["approver", "requester"]]);
    expect(await patch("amy", "cora", { roles: ["admin"] })).toEqual([403, "not-allowed"]);
    expect(await patch("alma", "paul", { roles: ["requester"] })).toEqual([404, "not-found"]);
    expect(await patch("alma", "cora", { organisationId: organisation("press") })).toEqual([403, "not-allowed"]);
  });

  it("gives nobody at a customer a seller's role, with which they could report for the ERP on their own orders", async () => {
    expect(await patch("alma", "alma", { roles: ["admin", "distributor"] })).toEqual([422, "role-misplaced"]);
    expect(await patch("alma", "cora", { roles: ["reseller"] })).toEqual([422, "role-misplaced"]);
  });

  it("leaves an organisation its last administrator, and refuses what does not fit", async () => {
    expect(await patch("alma", "alma", { roles: ["approver"] })).toEqual([409, "last-administrator"]);
    expect(await patch("alma", "alma", { isActive: false })).toEqual([409, "last-administrator"]);
    expect(await patch("alma", "cora", { roles: [] })).toEqual([400, "request-malformed"]);
  });
});
