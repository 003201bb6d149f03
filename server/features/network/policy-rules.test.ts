import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { policyOperations } from "@countersign/shared/contract/api/policies.ts";
import type { PolicyAnswer } from "@countersign/shared/contract/api/policies.ts";
import { organisationOperations } from "@countersign/shared/contract/api/organisations.ts";
import { settingOperations } from "@countersign/shared/contract/api/settings.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork, makeAdmins } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await makeAdmins(server.database.db, "dora", "nick");
});
beforeEach(() =>
  server.database.db
    .deleteFrom("policies")
    .where(
      "id",
      "not in",
      testNetwork.policies.map(({ id }) => id),
    )
    .execute(),
);
afterAll(() => server.stop());

const pathOf = (company: string) => `/v1/organisations/org-${company}/approval-policy`;
const call = async (name: TestPerson, method: "DELETE" | "GET" | "PUT", url: string, body?: object) => {
  const { status, body: answer } = await (await server.signIn(name)).call(method, url, body);
  return { status, body: answer };
};
const named = (...names: TestPerson[]) => names.map((name) => ({ personId: idOf(name) }));
const rule = (change: object = {}) => ({
  condition: { when: "every-order" },
  role: "approver",
  requirement: { mode: "any" },
  candidates: named("amy"),
  ...change,
});
const policy = (version: number, ...rules: object[]) => ({ version, ...defaultPolicySettings, rules });

const bakerysVersion = async (): Promise<number> =>
  ((await call("dora", "GET", pathOf("bakery"))).body as unknown as PolicyAnswer).policy.version;

/** Gives the museum a policy of its own, as the distributor. */
const put = async (...rules: object[]) => {
  const { body } = await call("dora", "GET", pathOf("museum"));
  const { isInherited, policy: found } = body as unknown as PolicyAnswer;
  return call("dora", "PUT", pathOf("museum"), policy(isInherited ? 0 : found.version, ...rules));
};
const asksDora = (change: object = {}) => rule({ role: "distributor", candidates: named("dora"), ...change });

describe("the rules of an approval policy", () => {
  it("are kept as they were sent, with the names that their people have", async () => {
    const rules = [
      asksDora({ requirement: { mode: "n-of-m", n: 1 }, candidates: [{ personId: idOf("dora"), name: "Somebody" }] }),
      asksDora({ escalation: { to: "next-stage", afterHours: 5 } }),
      asksDora({ escalation: { to: "person", afterHours: 7, person: { personId: idOf("dora"), name: "Other" } } }),
      asksDora({ condition: { when: "credit-risk-group" }, candidates: [] }),
      asksDora({ condition: { when: "authorizer-limit-exceeded" }, role: "authorizer", candidates: [] }),
    ];
    const { status, body } = await put(...rules);
    const dora = { personId: idOf("dora"), name: "dora" };
    expect([status, (body["policy"] as { rules: unknown }).rules]).toEqual([
      200,
      [
        { ...rules[0], candidates: [dora] },
        { ...rules[1], candidates: [dora] },
        { ...rules[2], candidates: [dora], escalation: { to: "person", afterHours: 7, person: dora } },
        rules[3],
        rules[4],
      ],
    ]);
    expect((await call("dora", "GET", pathOf("museum"))).body).toEqual(body);
  });

  it("keep their id from version to version", async () => {
    const [first, second] = [await put(asksDora()), await put(asksDora(), asksDora())];
    const { id } = (first.body as unknown as PolicyAnswer).policy;
    expect(second.body).toMatchObject({ isInherited: false, policy: { id, version: 2, organisationId: "org-museum" } });
  });

  it("are refused with what is wrong at each place", async () => {
    const { status, body } = await put(
      asksDora({ candidates: named("gone") }),
      asksDora({ candidates: [] }),
      asksDora({ candidates: named("dora", "dora") }),
      asksDora({ requirement: { mode: "n-of-m", n: 2 } }),
      asksDora({ role: "reseller" }),
      asksDora({ escalation: { to: "person", afterHours: 1, person: { personId: idOf("amy") } } }),
      asksDora({ requirement: { mode: "n-of-m", n: 2 }, candidates: [] }),
    );
    expect([status, body["code"]]).toEqual([422, "request-malformed"]);
    expect((body["errors"] as { path: string; code: string }[]).map(({ path, code }) => [path, code])).toEqual([
      ["rules.0.candidates.0.personId", "nobody-active-in-chain"],
      ["rules.1.candidates", "names-nobody-to-ask"],
      ["rules.2.candidates", "names-somebody-twice"],
      ["rules.3.requirement.n", "more-than-candidates"],
      ["rules.4.candidates", "names-somebody-not-of-role"],
      ["rules.5.escalation.person.personId", "nobody-active-in-chain"],
      ["rules.6.candidates", "names-nobody-to-ask"],
    ]);
    expect((body["errors"] as { problem: string }[])[4]?.problem).toContain("reseller");
    expect((await call("dora", "GET", pathOf("museum"))).body).toMatchObject({ isInherited: true });
  });

  it("are corrected with the next change if somebody whom the company named has left", async () => {
    const present = (isActive: boolean) => {
      const document = JSON.stringify({ ...testNetwork.people.find(({ id }) => id === idOf("amy")), isActive });
      const columns = { is_active: isActive, document };
      return server.database.db.updateTable("people").set(columns).where("id", "=", idOf("amy")).execute();
    };
    const bakery = rule({ condition: { when: "recurring-order" } });
    const version = await bakerysVersion();
    expect((await call("alma", "PUT", pathOf("bakery"), policy(version, bakery))).status).toBe(200);
    await present(false);
    expect(await call("alma", "PUT", pathOf("bakery"), policy(version + 1, bakery))).toMatchObject({
      status: 422,
      body: { errors: [{ path: "rules.0.candidates.0.personId", code: "nobody-active-in-chain" }] },
    });
    await present(true);
    expect((await call("alma", "PUT", pathOf("bakery"), policy(version + 1, bakery))).status).toBe(200);
  });

  it("ask a seller only through people of that seller", async () => {
    const wrong = [
      asksDora({ candidates: named("nick") }),
      rule({ role: "reseller", candidates: named("dora") }),
      rule({ role: "reseller", candidates: named("nick", "amy") }),
    ];
    for (const one of wrong)
      expect(await call("dora", "PUT", pathOf("bakery"), policy(await bakerysVersion(), one))).toMatchObject({
        status: 422,
        body: { errors: [{ path: "rules.0.candidates", code: "names-somebody-not-of-role" }] },
      });
  });
});

describe("a company without a policy of its own", () => {
  it("follows its reseller's policy before the network's", async () => {
    const resellers = policy(0, rule({ role: "reseller", candidates: named("nick") }));
    expect((await call("dora", "PUT", pathOf("north"), resellers)).status).toBe(200);
    const removed = await call("dora", "DELETE", `${pathOf("bakery")}?version=${await bakerysVersion()}`);
    expect(removed).toMatchObject({
      status: 200,
      body: { isInherited: true, policy: { organisationId: "org-north" } },
    });
    expect((await call("alma", "GET", pathOf("bakery"))).body).toEqual(removed.body);
    expect((await call("nick", "GET", pathOf("north"))).body).toMatchObject({ isInherited: false });
    const own = await call("dora", "PUT", pathOf("bakery"), policy(0, rule()));
    expect(own).toMatchObject({ status: 200, body: { isInherited: false } });
  });

  it("is not changed from a version that it never had", async () => {
    for (const method of ["PUT", "DELETE"] as const) {
      const url = method === "PUT" ? pathOf("museum") : `${pathOf("museum")}?version=3`;
      expect(await call("dora", method, url, method === "PUT" ? policy(3, asksDora()) : undefined)).toMatchObject({
        status: 409,
        body: { code: "document-changed", args: { seen: 3, current: 0 } },
      });
    }
  });
});

describe("the description of the API", () => {
  it("explains companies, their policies and settings, with requests that it would accept", async () => {
    for (const operations of [organisationOperations, policyOperations, settingOperations])
      for (const each of await descriptionsOf(server.app, operations))
        expect(each).toMatchObject({ tags: ["network"], isUsable: true });
    const described = [
      ...(await descriptionsOf(server.app, organisationOperations)),
      ...(await descriptionsOf(server.app, policyOperations)),
    ];
    const examples = (wanted: string) => described.find(({ id }) => id === wanted)?.examples.length;
    expect([examples("addOrganisation"), examples("writeApprovalPolicy")]).toEqual([2, 1]);
  });
});
