import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { apiKeyOperations } from "@countersign/shared/contract/api/api-keys.ts";
import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import { peopleOperations } from "@countersign/shared/contract/api/people.ts";
import { sessionOperations } from "@countersign/shared/contract/api/sessions.ts";
import { shopAccountOperations } from "@countersign/shared/contract/api/shop-accounts.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { storeAccounts, storedAccount } from "#server/testing/sub-accounts.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

const organisation = (key: string) => testNetwork.organisations.find(({ externalId }) => externalId === key)!.id;

/** Everybody as in the test network, apart from these changes. */
const people = async (changes: Partial<Record<TestPerson, Partial<Person>>>): Promise<void> => {
  for (const person of testNetwork.people) {
    const now = { ...person, ...changes[person.name as TestPerson] };
    const columns = { organisation_id: now.organisationId, is_active: now.isActive, document: JSON.stringify(now) };
    await server.services.db.updateTable("people").set(columns).where("id", "=", person.id).execute();
  }
};
const asAdmin: Partial<Person> = { roles: ["distributor", "admin"] };

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => people({ dora: asAdmin }));

const patch = async (by: TestPerson, whom: string, change: PersonChange) =>
  (await server.signIn(by)).call("PATCH", `/v1/people/${whom}`, change);
const change = (by: TestPerson, whom: TestPerson, how: PersonChange) => patch(by, idOf(whom), how);
const refused = (status: number, code: string, args: object = {}) => ({ status, body: { code, args } });

describe("a change of a person", () => {
  it("is answered, stored and shown to their colleagues as it is from then on", async () => {
    const amy = await server.signIn("amy");
    const { checkpoint } = await amy.pull("people");
    const { status, body } = await change("alma", "cora", { roles: ["approver", "requester"] });
    const cora = testNetwork.people.find(({ id }) => id === idOf("cora"));
    expect([status, body]).toEqual([200, { ...cora, roles: ["approver", "requester"] }]);
    expect((await amy.pull("people", checkpoint)).rows).toEqual([expect.objectContaining({ document: body })]);
  });

  it("sends the orders that they keep once more after a move, because they may now read other figures", async () => {
    const { id } = await server.place();
    const amy = await server.signIn("amy");
    const { checkpoint } = await amy.pull("orders");
    expect((await change("dora", "amy", { roles: ["approver", "requester"] })).status).toBe(200);
    expect((await amy.pull("orders", checkpoint)).rows).toEqual([]);
    expect((await change("dora", "amy", { organisationId: organisation("press") })).status).toBe(200);
    expect((await amy.pull("orders", checkpoint)).rows).toMatchObject([{ document: { id } }]);
  });

  it("is refused for somebody who does not exist, and for a company that does not exist", async () => {
    expect(await patch("dora", "nobody", { isActive: false })).toMatchObject(refused(404, "not-found"));
    expect(await patch("alma", "nobody", { isActive: false })).toMatchObject(refused(404, "not-found"));
    const nowhere = { organisationId: "org-nowhere" } as unknown as PersonChange;
    expect(await change("dora", "cora", nowhere)).toMatchObject(
      refused(422, "organisation-unknown", { externalId: "org-nowhere" }),
    );
  });

  it("gives a seller's role only at that kind of seller", async () => {
    for (const [whom, roles, kind] of [
      ["nick", ["reseller", "distributor"], "reseller"],
      ["dora", ["distributor", "reseller"], "distributor"],
      ["vera", ["reseller"], "vendor"],
    ] as const)
      expect(await change("dora", whom, { roles: [...roles] })).toMatchObject(
        refused(422, "role-misplaced", { role: roles.find((role) => role !== kind), kind }),
      );
    expect((await change("dora", "nick", { roles: ["reseller", "admin"] })).status).toBe(200);
    expect(await change("dora", "nick", { organisationId: organisation("bakery") })).toMatchObject(
      refused(422, "role-misplaced", { role: "reseller", kind: "customer" }),
    );
  });
});

describe("the last administrator of an organisation", () => {
  const leave: PersonChange[] = [{ isActive: false }, { roles: ["approver"] }];

  it("stays, even if another one is there who may no longer sign in", async () => {
    await people({ mona: { roles: ["admin"], isActive: false } });
    for (const how of leave)
      expect(await change("alma", "alma", how)).toMatchObject(refused(409, "last-administrator", { person: "alma" }));
  });

  it("may leave once another one is there, of the same organisation", async () => {
    await people({ paul: { roles: ["admin"] } });
    expect((await change("alma", "alma", leave[0]!)).status).toBe(409);
    for (const how of leave) {
      await people({ mona: { roles: ["admin"] } });
      expect((await change("alma", "alma", how)).status).toBe(200);
    }
  });

  it("may be given further roles, and others may lose theirs", async () => {
    expect((await change("alma", "alma", { roles: ["admin", "approver"] })).status).toBe(200);
    expect((await change("alma", "amy", { roles: ["requester"] })).status).toBe(200);
    expect((await change("alma", "amy", { isActive: false })).status).toBe(200);
    await people({ mona: { roles: ["admin"], isActive: false } });
    expect((await change("alma", "mona", { roles: ["approver"] })).status).toBe(200);
  });

  it("may be removed or moved by the distributor, who can help the organisation", async () => {
    for (const how of [...leave, { organisationId: organisation("press") }]) {
      await people({ dora: asAdmin });
      expect((await change("dora", "alma", how)).status).toBe(200);
    }
  });
});

describe("an authorizer", () => {
  it("S56 whom a limit needs keeps their place, but may change their roles; somebody inactive may be moved", async () => {
    const limits = [{ limit: { amountMinor: 100_00, currency: "EUR" }, authorizers: [idOf("ben")] }];
    await storeAccounts(
      server.services.db,
      storedAccount("ben"),
      storedAccount("carl", { budget: { kind: "limited", limits } }),
    );
    const needed = refused(409, "authorizer-is-the-only-one", { limits: "carl 100.00 EUR" });
    expect(await change("alma", "ben", { isActive: false })).toMatchObject(needed);
    expect(await change("dora", "ben", { organisationId: organisation("press") })).toMatchObject(needed);
    expect((await change("alma", "ben", { roles: ["authorizer", "approver"] })).status).toBe(200);
    expect((await change("alma", "ben", { isActive: true })).status).toBe(200);
    await people({ dora: asAdmin, ben: { isActive: false } });
    expect((await change("dora", "ben", { organisationId: organisation("press") })).status).toBe(200);
  });
});

describe("the description of the API", () => {
  it("explains how people are managed, with people whom it would accept", async () => {
    const described = await descriptionsOf(server.app, peopleOperations);
    for (const each of [...described, ...(await descriptionsOf(server.app, shopAccountOperations))])
      expect(each).toMatchObject({ tags: ["people"], isUsable: true });
    expect(described.find(({ id }) => id === "addPerson")?.examples).toHaveLength(2);
  });

  it("explains how people sign in, and how keys are made, with keys that it would make", async () => {
    for (const each of await descriptionsOf(server.app, sessionOperations))
      expect(each).toMatchObject({ tags: ["sessions"], isUsable: true });
    const described = await descriptionsOf(server.app, apiKeyOperations);
    for (const each of described) expect(each).toMatchObject({ tags: ["api keys"], isUsable: true });
    expect(described.find(({ id }) => id === "makeApiKey")?.examples).toHaveLength(2);
  });
});
