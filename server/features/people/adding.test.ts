import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { answeredMeanwhile } from "#server/testing/answered-meanwhile.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await withRoles("dora", "distributor", "admin");
  await withRoles("mona", "account-manager");
}, timeLimit);
afterAll(() => server.stop());
beforeEach(async () => {
  await server.settle();
  server.mails.splice(0);
});

const withRoles = async (name: TestPerson, ...roles: string[]): Promise<void> => {
  const person = testNetwork.people.find(({ id }) => id === idOf(name));
  const document = JSON.stringify({ ...person, roles });
  await server.services.db.updateTable("people").set({ document }).where("id", "=", idOf(name)).execute();
};

let count = 0;
const somebody = (change: object = {}) => {
  count += 1;
  return {
    kind: "person",
    name: `New ${count}`,
    email: `new-${count}@bakery.example`,
    roles: ["requester"],
    ...change,
  };
};
const account = (kind: string, change: object = {}) => {
  const { roles: _roles, ...rest } = somebody();
  return { ...rest, kind, ...change };
};
const add = async (name: TestPerson, wanted: object, headers?: Record<string, string>) =>
  (await server.signIn(name)).call("POST", "/v1/people", wanted, headers);
const refused = (status: number, code: string, args: object = {}) => ({ status, body: { code, args } });
const emails = async () =>
  (await server.services.db.selectFrom("people").select("email").execute()).map(({ email }) => email);

describe("a person who is added", () => {
  it("is answered with the account that they have, and seen by their colleagues", async () => {
    const amy = await server.signIn("amy");
    const { checkpoint } = await amy.pull("people");
    const wanted = account("sub-account", { mayOrder: true, mayAuthorize: true });
    const { status, body } = await add("mona", wanted);
    const common = { name: wanted.name, email: wanted.email };
    const id = (body["person"] as { id: string }).id;
    expect([status, body]).toEqual([
      201,
      {
        person: { ...common, id, organisationId: "org-bakery", roles: ["requester", "authorizer"], isActive: true },
        account: {
          ...common,
          kind: "sub-account",
          id,
          accountId: "org-bakery",
          isActivated: true,
          mayOrder: true,
          maySeePrices: false,
          maySeeStock: false,
          mayAuthorize: true,
          budget: { kind: "unlimited" },
        },
      },
    ]);
    expect((await amy.pull("people", checkpoint)).rows).toEqual([{ deleted: false, document: body["person"] }]);
  });

  it("has the roles of the account, or those that were wanted, each once", async () => {
    const rolesOf = async (name: TestPerson, wanted: object) => {
      const { status, body } = await add(name, wanted);
      return [status, (body["person"] as { roles: string[] } | undefined)?.roles, "account" in body];
    };
    expect(await rolesOf("mona", account("sub-account"))).toEqual([201, ["requester"], true]);
    expect(await rolesOf("alma", account("account-manager"))).toEqual([201, ["account-manager", "requester"], true]);
    expect(await rolesOf("alma", somebody({ roles: ["admin", "approver", "admin"] }))).toEqual([
      201,
      ["admin", "approver"],
      false,
    ]);
  });

  it("may be added without being activated, and is invited in the language that was wanted", async () => {
    const { body } = await add("alma", somebody({ isActivated: false, language: "de" }));
    expect(body["person"]).toMatchObject({ isActive: false });
    await add("alma", somebody());
    await server.settle();
    const [german, english] = server.mails.map(({ subject }) => subject);
    expect(server.mails).toHaveLength(2);
    expect(german).not.toBe(english);
  });

  it("belongs to the company of whoever adds them, or to another one if the distributor says so", async () => {
    const organisationId = "org-press";
    expect((await add("dora", somebody({ organisationId }))).body).toMatchObject({ person: { organisationId } });
    expect((await add("dora", somebody())).body).toMatchObject({ person: { organisationId: "org-hub" } });
    expect((await add("alma", somebody({ organisationId: "org-bakery" }))).status).toBe(201);
    expect(await add("alma", somebody({ organisationId }))).toMatchObject(refused(404, "not-found"));
    expect(await add("dora", somebody({ organisationId: "org-nowhere" }))).toMatchObject(refused(404, "not-found"));
  });

  it("is added without an account only by an administrator, and with a role that fits the company", async () => {
    for (const name of ["mona", "amy"] as const)
      expect(await add(name, somebody())).toMatchObject(refused(403, "not-allowed"));
    expect(await add("alma", somebody({ roles: ["reseller"] }))).toMatchObject(
      refused(422, "role-misplaced", { role: "reseller", kind: "customer" }),
    );
  });

  it("needs an address that nobody has, in whatever case", async () => {
    const email = emailOf("amy").toUpperCase();
    const before = await emails();
    expect(await add("alma", somebody({ email }))).toMatchObject({ status: 409, body: { code: "address-taken" } });
    expect(await emails()).toEqual(before);
    await server.settle();
    expect(server.mails).toEqual([]);
  });

  it("is added once if the request is repeated under its idempotency key, also at the same moment", async () => {
    const wanted = somebody();
    const send = () => add("alma", wanted, { "idempotency-key": "new-colleague" });
    const [once, again] = [await send(), await send()];
    expect([once.status, again.status, again.body]).toEqual([201, 201, once.body]);
    const other = somebody();
    const slow = await answeredMeanwhile(server.services.db, "people", () =>
      add("alma", other, { "idempotency-key": "slow-colleague" }),
    );
    expect(slow).toMatchObject(refused(409, "request-in-progress"));
    expect((await emails()).filter((email) => [wanted.email, other.email].includes(email))).toEqual([wanted.email]);
  });
});
