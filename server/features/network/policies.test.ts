import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork, makeAdmins } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;

const bakery = "/v1/organisations/org-bakery/approval-policy";
const museum = "/v1/organisations/org-museum/approval-policy";

const call = async (name: TestPerson, method: "DELETE" | "GET" | "PUT", url: string, body?: object) => {
  const answer = await (await server.signIn(name)).call(method, url, body);
  return { status: answer.status, body: answer.body as Record<string, never> };
};
const rule = (change: object = {}) => ({
  condition: { when: "every-order" },
  role: "approver",
  requirement: { mode: "any" },
  candidates: [{ personId: idOf("amy") }],
  ...change,
});
const policy = (version: number, ...rules: object[]) => ({ version, ...defaultPolicySettings, rules });
const versionOf = async (url: string): Promise<number> => {
  const { body } = await call("dora", "GET", url);
  const { isInherited, policy: found } = body as unknown as { isInherited: boolean; policy: { version: number } };
  return isInherited ? 0 : found.version;
};

beforeAll(async () => {
  server = await startTestServer();
  await makeAdmins(server.database.db, "dora", "nick", "sven", "paul");
});
afterAll(() => server.stop());

describe("the approval policy of a company", () => {
  it("applies from the next order on; orders that wait keep the rules that they were planned by", async () => {
    const before = await server.place();
    const version = await versionOf(bakery);
    const two = [{ personId: idOf("amy") }, { personId: idOf("ben"), name: "Another name" }];
    const put = await call(
      "alma",
      "PUT",
      bakery,
      policy(version, rule({ requirement: { mode: "all" }, candidates: two })),
    );
    expect(put).toMatchObject({
      status: 200,
      body: {
        isInherited: false,
        policy: { version: version + 1, rules: [{ candidates: [{ name: "amy" }, { name: "ben" }] }] },
      },
    });
    const after = await server.place();
    const amy = await server.signIn("amy");
    const [old, planned] = [await amy.order(before.id), await amy.order(after.id)];
    expect(old.flow.policy.version).toBe(version);
    expect(planned.flow.policy.version).toBe(version + 1);
    expect(planned.flow.stages[0]?.requirement).toEqual({ mode: "all" });
  });

  it("is replaced only if the version is still the one that was seen", async () => {
    const version = await versionOf(bakery);
    const answers = await Promise.all(
      ["alma", "nick"].map((name) => call(name as TestPerson, "PUT", bakery, policy(version, rule()))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "document-changed",
      args: { seen: version, current: version + 1 },
    });
  });

  it("is read and changed by administrators of the company and of those above it, and by nobody else", async () => {
    const version = await versionOf(bakery);
    for (const name of ["alma", "nick", "dora"] as const) expect((await call(name, "GET", bakery)).status).toBe(200);
    for (const [name, status] of [
      ["amy", 403],
      ["carl", 403],
      ["sven", 404],
      ["paul", 404],
      ["vito", 404],
    ] as const) {
      expect([name, (await call(name, "GET", bakery)).status]).toEqual([name, status]);
      expect([name, (await call(name, "PUT", bakery, policy(version, rule()))).status]).toEqual([name, status]);
      expect([name, (await call(name, "DELETE", `${bakery}?version=${version}`)).status]).toEqual([name, status]);
    }
    expect(await versionOf(bakery)).toBe(version);
  });

  it("is refused with every place that does not fit", async () => {
    const version = await versionOf(bakery);
    const answer = await call(
      "alma",
      "PUT",
      bakery,
      policy(
        version,
        rule({ candidates: [{ personId: idOf("gone") }, { personId: idOf("paul") }] }),
        rule({ candidates: [] }),
        rule({
          requirement: { mode: "n-of-m", n: 2 },
          candidates: [{ personId: idOf("amy") }, { personId: idOf("amy") }],
        }),
        rule({ escalation: { to: "person", afterHours: 1, person: { personId: "nobody" } } }),
        rule({ condition: { when: "authorizer-limit-exceeded" }, role: "authorizer", candidates: [] }),
      ),
    );
    expect([answer.status, answer.body["code"]]).toEqual([422, "request-malformed"]);
    expect((answer.body["errors"] as unknown as { path: string }[]).map(({ path }) => path)).toEqual([
      "rules.0.candidates.0.personId",
      "rules.0.candidates.1.personId",
      "rules.1.candidates",
      "rules.2.candidates",
      "rules.2.requirement.n",
      "rules.3.escalation.person.personId",
    ]);
    const misplaced = rule({ role: "reseller", candidates: [{ personId: idOf("amy") }] });
    expect((await call("nick", "PUT", bakery, policy(version, misplaced))).status).toBe(422);
  });
});

describe("the rules of those who sell to a company", () => {
  const resellers = rule({ role: "reseller", candidates: [{ personId: idOf("nick") }] });
  const distributors = rule({ role: "distributor", candidates: [{ personId: idOf("dora") }] });

  beforeEach(async () => {
    await call("dora", "PUT", bakery, policy(await versionOf(bakery), resellers, distributors, rule()));
  });

  it("stay as they are, whatever the company's own administrator changes", async () => {
    const version = await versionOf(bakery);
    for (const rules of [
      [rule()],
      [resellers, rule()],
      [distributors, resellers],
      [{ ...resellers, requirement: { mode: "all" } }, distributors],
    ])
      expect(await call("alma", "PUT", bakery, policy(version, ...rules))).toMatchObject({
        status: 403,
        body: { code: "seller-rules-locked" },
      });
    const renamed = JSON.stringify({ ...testNetwork.people.find(({ id }) => id === idOf("nick"))!, name: "Nicholas" });
    await server.database.db.updateTable("people").set({ document: renamed }).where("id", "=", idOf("nick")).execute();
    await makeAdmins(server.database.db, "nick");
    expect((await call("alma", "PUT", bakery, policy(version, resellers, rule(), distributors))).status).toBe(200);
  });

  it("are changed by the seller, but a reseller does not change the distributor's", async () => {
    const version = await versionOf(bakery);
    expect((await call("nick", "PUT", bakery, policy(version, resellers, rule()))).status).toBe(403);
    expect((await call("nick", "PUT", bakery, policy(version, distributors, rule()))).status).toBe(200);
    expect((await call("dora", "PUT", bakery, policy(version + 1, rule()))).status).toBe(200);
    const credit = rule({ condition: { when: "credit-risk-group" }, role: "reseller", candidates: [] });
    expect((await call("nick", "PUT", bakery, policy(version + 2, credit, rule()))).status).toBe(403);
  });

  it("include those that ask the seller's people in another role, and keep the settings that they are read by", async () => {
    const inOtherRole = rule({ role: "approver", candidates: [{ personId: idOf("dora") }] });
    await call("dora", "PUT", bakery, policy(await versionOf(bakery), inOtherRole));
    const version = await versionOf(bakery);
    expect((await call("alma", "PUT", bakery, policy(version, rule()))).status).toBe(403);
    expect((await call("alma", "PUT", bakery, policy(version, rule(), inOtherRole, inOtherRole))).status).toBe(403);
    for (const conduct of [{ limitComparison: "reaches" }, { reversal: "never" }, { rejectionReason: "none" }])
      expect([
        conduct,
        (await call("alma", "PUT", bakery, { ...policy(version, inOtherRole), ...conduct })).status,
      ]).toEqual([conduct, 403]);
    expect((await call("alma", "PUT", bakery, policy(version, rule(), inOtherRole))).status).toBe(200);
  });

  it("stay, with somebody who left, until the seller corrects them; orders that would ask nobody are refused", async () => {
    const [nick] = testNetwork.people.filter(({ id }) => id === idOf("nick"));
    const active = (isActive: boolean) =>
      server.database.db
        .updateTable("people")
        .set({ is_active: isActive, document: JSON.stringify({ ...nick, isActive }) })
        .where("id", "=", idOf("nick"))
        .execute();
    await call("dora", "PUT", bakery, policy(await versionOf(bakery), resellers));
    await active(false);
    const dora = await server.signIn("dora");
    expect((await dora.call("POST", "/v1/orders", orderRequest())).body).toMatchObject({ code: "no-approver" });
    expect((await call("alma", "PUT", bakery, policy(await versionOf(bakery), resellers, rule()))).status).toBe(200);
    await active(true);
    await makeAdmins(server.database.db, "nick");
    expect((await dora.call("POST", "/v1/orders", orderRequest())).status).toBe(201);
  });

  it("cannot be avoided by removing the policy either", async () => {
    const version = await versionOf(bakery);
    expect(await call("alma", "DELETE", `${bakery}?version=${version}`)).toMatchObject({
      status: 403,
      body: { code: "seller-rules-locked" },
    });
    expect(await versionOf(bakery)).toBe(version);
  });
});

describe("a company without a policy of its own", () => {
  it("follows the nearest one above it, and does so again when its own is removed", async () => {
    const { body: inherited } = await call("dora", "GET", museum);
    expect(inherited).toMatchObject({ isInherited: true });
    const own = await call("dora", "PUT", museum, policy(0, rule({ candidates: [{ personId: idOf("dora") }] })));
    expect(own).toMatchObject({ status: 200, body: { policy: { version: 1 } } });
    expect((await call("dora", "DELETE", `${museum}?version=2`)).status).toBe(409);
    expect(await call("dora", "DELETE", `${museum}?version=1`)).toEqual({ status: 200, body: inherited });
    expect((await call("dora", "DELETE", `${museum}?version=1`)).status).toBe(409);
  });

  it("always has one to follow: the network's is changed, never removed", async () => {
    const hub = "/v1/organisations/org-hub/approval-policy";
    const version = await versionOf(hub);
    expect(await call("dora", "DELETE", `${hub}?version=${version}`)).toMatchObject({
      status: 409,
      body: { code: "policy-needed" },
    });
    expect((await call("nick", "PUT", hub, policy(version, rule()))).status).toBe(404);
  });
});
