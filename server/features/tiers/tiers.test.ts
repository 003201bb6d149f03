import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";

import { connectRequestStatusSchema } from "@countersign/shared/domain/tier.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { tierClient, tierOf, tierSetup, withTier2 } from "./testing/tier-client.ts";
import type { TierReceipt } from "@countersign/shared/contract/api/tier-documents.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let server: TestServer;
let tiers: ReturnType<typeof tierClient>;

beforeEach(async () => {
  server ??= await startTestServer();
  tiers = tierClient(server);
  const { db } = server.database;
  for (const table of [
    "fulfillment_requests",
    "tier_requests",
    "tier_configurations",
    "tier_events",
    "tier_products",
  ] as const)
    await db.deleteFrom(table).execute();
});
afterAll(() => server.stop());

const level = ({ requests }: TierReceipt, which: 1 | 2) => requests.find((request) => request.level === which)!;

const statusesOf = ({ configurations, requests, fulfillmentRequests }: TierReceipt) => ({
  configurations: configurations.map((each) => `T${each.level} ${each.status}`).toSorted(),
  requests: requests.map((each) => `T${each.level} ${each.status}`).toSorted(),
  fulfillment: fulfillmentRequests.map(({ status }) => status),
});

const draftCapability = "Dynamic Validation - Tier Config Request - Draft";
const say = (capabilities: string[]) =>
  tiers.call("vera", "PUT", "/v1/tier-products", { id: "PRD-flour", name: "Flour", capabilities });

const alone = async (id = "PR-1") => level(await tiers.setUp(id), 1);
const both = async (id = "PR-1") => {
  const receipt = await tiers.setUp(id, withTier2);
  return { first: level(receipt, 1), second: level(receipt, 2), receipt };
};

describe("setting up tiers", () => {
  it("T01 makes a processing configuration, T03 with a request that its vendor approves or rejects", async () => {
    const receipt = await tiers.setUp("PR-1");
    expect(statusesOf(receipt)).toEqual({
      configurations: ["T1 processing"],
      requests: ["T1 pending"],
      fulfillment: ["tiers_setup"],
    });
    const { offers } = await tiers.open("vera", level(receipt, 1));
    expect(offers.filter(({ isPossible }) => isPossible).map(({ action }) => action)).toEqual([
      "approve",
      "reject",
      "inquire",
    ]);
  });

  it("T04 T12 starts with drafts if the vendor gave its product the capability T08 T15, and not otherwise", async () => {
    await say([draftCapability]);
    expect(statusesOf(await tiers.setUp("PR-1"))).toEqual({
      configurations: ["T1 draft"],
      requests: ["T1 draft"],
      fulfillment: ["draft"],
    });
    await say(["Something else"]);
    expect(statusesOf(await tiers.setUp("PR-2", { tier: tierOf("south") })).requests).toEqual(["T1 pending"]);
    expect(
      (await tiers.call("dora", "PUT", "/v1/tier-products", { id: "PRD-flour", name: "x", capabilities: [] })).status,
    ).toBe(403);
    expect((await tiers.call("vito", "GET", "/v1/tier-products")).body["products"]).toEqual([]);
    expect((await tiers.call("vera", "GET", "/v1/tier-products")).body["products"]).toHaveLength(1);
  });

  it("T05 T06 T13 makes a validated draft processing, and its request pending; T02 the same for an update", async () => {
    await say([draftCapability]);
    const draft = await alone();
    expect(await tiers.refused("vera", draft, "validate")).toEqual([403, "tier-role-not-allowed"]);
    const receipt = await tiers.act("dora", draft, "validate");
    expect(statusesOf(receipt)).toEqual({
      configurations: ["T1 processing"],
      requests: ["T1 pending"],
      fulfillment: ["tiers_setup"],
    });
    await tiers.act("vera", draft, "approve");
    const url = `/v1/tier-configurations/${draft.configurationId}/requests`;
    const { body } = await tiers.call("vera", "POST", url, { values: { code: "new" } });
    const update = (body as unknown as TierReceipt).requests[0]!;
    expect([update.status, (await tiers.open("vera", update)).configuration.status]).toEqual(["draft", "active"]);
    expect(statusesOf(await tiers.act("dora", update, "validate"))).toMatchObject({
      configurations: ["T1 processing"],
      requests: ["T1 pending"],
    });
  });

  it("T07 T14 deletes an invalid draft for good, with its configuration and its fulfillment request", async () => {
    await say([draftCapability]);
    const { second, receipt } = await both();
    const { removed } = await tiers.act("dora", second, "discard");
    const all = [...receipt.configurations, ...receipt.requests, ...receipt.fulfillmentRequests].map(({ id }) => id);
    expect(removed.toSorted()).toEqual(all.toSorted());
    expect((await tiers.call("dora", "GET", `/v1/tier-requests/${second.id}`)).status).toBe(404);
    expect(await tiers.fulfillment("PR-1")).toBeUndefined();
    expect((await tiers.setUp("PR-1", withTier2)).requests).toHaveLength(2);
  });

  it("T21 T22 makes tier 1 wait for its tier 2, with a link to the other request", async () => {
    const { first, second, receipt } = await both();
    expect(statusesOf(receipt).requests).toEqual(["T1 tiers_setup", "T2 pending"]);
    const { request, offers } = await tiers.open("vera", first);
    expect(request.tier2).toEqual({
      requestId: second.id,
      status: "pending",
      href: `/v1/tier-requests/${second.id}`,
    });
    expect(offers.find(({ action }) => action === "approve")).toMatchObject({
      isPossible: false,
      refusal: { code: "tier-2-unprocessed", detail: expect.stringContaining(second.id) as unknown },
    });
    expect(await tiers.refused("vera", first, "approve")).toEqual([409, "tier-2-unprocessed"]);
    expect((await tiers.call("vera", "GET", request.tier2!.href)).status).toBe(200);
  });

  it("T21 makes a tier 1 wait for a known tier 2, but only one of the same product", async () => {
    const second = level(await tiers.setUp("PR-2", { level: 2, tier: tierOf("south") }), 2);
    const known = { tier2: { kind: "known", configurationId: second.configurationId } };
    expect(level(await tiers.setUp("PR-1", known), 1).status).toBe("tiers_setup");
    const elsewhere = tierSetup("PR-3", { ...known, product: { id: "PRD-bran", name: "Bran" } });
    const { status, body } = await tiers.call("dora", "POST", "/v1/tier-configurations", elsewhere);
    expect([status, body["code"]]).toEqual([422, "tier-configuration-unknown"]);
  });

  it("makes an unknown vendor and unknown resellers companies of the network, which the distributor sees", async () => {
    const company = (id: string) => ({ ...tierOf("north"), account: { id, name: `Company ${id}`, contacts: [] } });
    await tiers.setUp("PR-1", {
      vendor: { id: "VA-1", name: "Vendor 1" },
      tier: company("TA-1"),
      tier2: { kind: "new", tier: company("TA-2") },
    });
    const seen = await (await server.signIn("dora")).documents("organisations");
    const parent = (externalId: string) => {
      const own = seen.find((organisation) => organisation.externalId === externalId);
      return [own?.kind, seen.find(({ id }) => id === own?.parentId)?.externalId];
    };
    expect(parent("VA-1")).toEqual(["vendor", "hub"]);
    expect([parent("TA-1"), parent("TA-2")]).toEqual([
      ["reseller", "TA-2"],
      ["reseller", "hub"],
    ]);
    for (const other of ["sven", "vera", "alma"] as const)
      expect(JSON.stringify(await (await server.signIn(other)).documents("organisations"))).not.toContain("VA-1");
  });

  it("makes no company if another one of the set-up is of the wrong kind", async () => {
    const setup = tierSetup("PR-1", {
      vendor: { id: "VA-2", name: "Vendor 2" },
      tier: { ...tierOf("north"), account: { id: "bakery", name: "A customer", contacts: [] } },
    });
    const { status, body } = await tiers.call("dora", "POST", "/v1/tier-configurations", setup);
    expect([status, body["errors"]]).toMatchObject([422, [{ path: "tier.account.id", code: "not-of-kind" }]]);
    expect(JSON.stringify(await (await server.signIn("dora")).documents("organisations"))).not.toContain("VA-2");
  });

  it("is only for the distributor, and refused if the tier exists or is busy, or a company is of another kind", async () => {
    const post = async (name: TestPerson, body: object) => {
      const answer = await tiers.call(name, "POST", "/v1/tier-configurations", body);
      return [answer.status, answer.body["code"]];
    };
    expect(await post("nick", tierSetup("PR-1"))).toEqual([403, "tier-role-not-allowed"]);
    expect(await post("vera", tierSetup("PR-1"))).toEqual([403, "tier-role-not-allowed"]);
    expect(await post("dora", tierSetup("PR-1", { vendor: { id: "north", name: "x" } }))).toEqual([
      422,
      "request-malformed",
    ]);
    expect(await post("dora", tierSetup("PR-1"))).toEqual([201, undefined]);
    expect(await post("dora", tierSetup("PR-1"))).toEqual([409, "tier-fulfillment-known"]);
    expect(await post("dora", tierSetup("PR-2"))).toEqual([409, "tier-configuration-busy"]);
  });
});

describe("deciding a tier request", () => {
  it("T09 T10 T28 T30 T31 activates the configuration with its values on approval; the fulfillment request is pending", async () => {
    const request = await alone();
    expect(await tiers.refused("dora", request, "approve")).toEqual([403, "tier-role-not-allowed"]);
    const receipt = await tiers.act("vera", request, "approve", { values: { tenant: "t-1" } });
    expect(statusesOf(receipt)).toEqual({
      configurations: ["T1 active"],
      requests: ["T1 approved"],
      fulfillment: ["pending"],
    });
    const { configuration } = await tiers.open("nick", request);
    expect(configuration.parameters.map(({ value }) => value)).toEqual(["given", "t-1"]);
    expect(await tiers.fulfillment("PR-1")).toBe("pending");
  });

  it("T23 T31 makes tier 1 pending on the approval of its tier 2; the fulfillment request waits for both", async () => {
    const { first, second } = await both();
    expect(statusesOf(await tiers.act("vera", second, "approve"))).toEqual({
      configurations: ["T2 active"],
      requests: ["T1 pending", "T2 approved"],
      fulfillment: [],
    });
    expect(await tiers.fulfillment("PR-1")).toBe("tiers_setup");
    await tiers.act("vera", first, "approve");
    expect(await tiers.fulfillment("PR-1")).toBe("pending");
  });

  it.each(["vera", "dora"] as const)(
    "T33 T34 a rejection by %s fails the request with its reason, and the fulfillment request",
    async (name) => {
      const request = await alone();
      expect(await tiers.refused(name, request, "reject", { reason: " " })).toEqual([422, "tier-reason-required"]);
      expect(await tiers.refused("nick", request, "reject", { reason: "No." })).toEqual([403, "tier-role-not-allowed"]);
      await tiers.act(name, request, "reject", { reason: "No contract." });
      const opened = await tiers.open("nick", request);
      expect(opened.request).toMatchObject({ status: "failed", rejectionReason: "No contract." });
      expect(await tiers.fulfillment("PR-1")).toBe("failed");
    },
  );

  it("T11 T39 leaves a configuration active without values, marked as failed, if its first setup failed", async () => {
    const request = await alone();
    await tiers.act("vera", request, "reject", { reason: "No." });
    const { configuration } = await tiers.open("dora", request);
    expect(configuration).toMatchObject({ status: "active", isLastRequestFailed: true });
    expect(configuration.parameters.map(({ value }) => value)).toEqual([undefined, undefined]);
  });

  it("T02 T35 T39 makes the configuration processing for an update, and keeps the old values if that fails", async () => {
    const request = await alone();
    await tiers.act("vera", request, "approve");
    for (const name of ["vera", "dora"] as const) {
      const url = `/v1/tier-configurations/${request.configurationId}/requests`;
      const answer = await tiers.call(name, "POST", url, { values: { code: "new" } });
      const receipt = answer.body as unknown as TierReceipt;
      expect(statusesOf(receipt)).toMatchObject({ configurations: ["T1 processing"], requests: ["T1 pending"] });
      expect((await tiers.call(name, "POST", url, { values: {} })).body["code"]).toBe("tier-configuration-busy");
      await tiers.act("vera", receipt.requests[0]!, "reject", { reason: "No." });
    }
    const { configuration } = await tiers.open("vera", request);
    expect(configuration).toMatchObject({ status: "active", isLastRequestFailed: true });
    expect(configuration.parameters[0]).toMatchObject({ value: "given" });
    expect(await tiers.fulfillment("PR-1")).toBe("pending");
  });

  it("T32 T36 approved and failed are final", async () => {
    const approved = await alone("PR-1");
    await tiers.act("vera", approved, "approve");
    const failed = level(await tiers.setUp("PR-2", { tier: tierOf("south") }), 1);
    await tiers.act("vera", failed, "reject", { reason: "No." });
    for (const request of [approved, failed])
      for (const [action, body] of [
        ["approve", {}],
        ["reject", { reason: "x" }],
        ["inquire", { inquiries: [{ parameterId: "code" }] }],
        ["set-pending", {}],
      ] as const)
        expect([action, await tiers.refused("vera", request, action, body)]).toEqual([
          action,
          [409, "tier-request-closed"],
        ]);
  });

  it("T37 calls the state of waiting for tiers tiers_setup in requests and fulfillment requests alike", async () => {
    const { first } = await both();
    expect([first.status, await tiers.fulfillment("PR-1")]).toEqual(["tiers_setup", "tiers_setup"]);
    expect(connectRequestStatusSchema.options.filter((status) => status.includes("setup"))).toEqual(["tiers_setup"]);
  });
});

describe("a tier 1 whose tier 2 failed", () => {
  it("T25 T38 stays in tiers setup, cannot be approved and says why, T26 T27 is rejected and then created again", async () => {
    const { first, second } = await both();
    await tiers.act("vera", second, "reject", { reason: "Not a partner." });
    const { request, offers } = await tiers.open("vera", first);
    expect(request.status).toBe("tiers_setup");
    expect(offers.filter(({ isPossible }) => isPossible).map(({ action }) => action)).toEqual(["reject"]);
    expect(await tiers.refused("vera", first, "approve")).toEqual([409, "tier-2-failed"]);
    const again = { fulfillmentRequestId: "PR-2" };
    expect(await tiers.refused("dora", first, "recreate", again)).toEqual([409, "tier-reject-first"]);
    await tiers.act("vera", first, "reject", { reason: "Its tier 2 failed." });
    expect(await tiers.refused("vera", first, "recreate", again)).toEqual([403, "tier-role-not-allowed"]);
    const receipt = await tiers.act("dora", first, "recreate", again);
    expect(statusesOf(receipt)).toEqual({
      configurations: ["T1 processing", "T2 processing"],
      requests: ["T1 tiers_setup", "T2 pending"],
      fulfillment: ["tiers_setup"],
    });
    await tiers.act("vera", level(receipt, 2), "approve");
    await tiers.act("vera", level(receipt, 1), "approve");
    expect([await tiers.fulfillment("PR-1"), await tiers.fulfillment("PR-2")]).toEqual(["failed", "pending"]);
  });

  it("T22 names the blocking request to those who may open it, and to nobody in tier 1", async () => {
    const { first, second } = await both();
    await tiers.act("vera", second, "reject", { reason: "Not a partner." });
    const told = async (name: TestPerson) => {
      const { body } = await tiers.call(name, "GET", `/v1/tier-requests/${first.id}/history`);
      return (body["entries"] as { event: { type: string } }[]).map(({ event }) => event).at(-1);
    };
    expect(await told("vera")).toEqual({ type: "tier-1-blocked", tier2RequestId: second.id });
    expect(await told("dora")).toEqual({ type: "tier-1-blocked", tier2RequestId: second.id });
    expect(await told("nick")).toEqual({ type: "tier-1-blocked" });
  });

  it("T27 can be rejected while its tier 2 is still open", async () => {
    const { first, second } = await both();
    await tiers.act("vera", first, "reject", { reason: "No." });
    expect((await tiers.open("vera", second)).request.status).toBe("pending");
    expect(await tiers.fulfillment("PR-1")).toBe("failed");
  });
});

describe("inquiring", () => {
  const inquiries = [{ parameterId: "code", problem: "Not a code." }];

  it("T16 T29 by the vendor makes the request inquiring; T18 the tier's answer makes it pending with the values", async () => {
    const request = await alone();
    expect(await tiers.refused("dora", request, "inquire", { inquiries })).toEqual([403, "tier-role-not-allowed"]);
    expect(await tiers.refused("vera", request, "inquire", { inquiries: [] })).toEqual([422, "tier-inquiry-empty"]);
    await tiers.act("vera", request, "inquire", { inquiries });
    expect((await tiers.open("nick", request)).request).toMatchObject({ status: "inquiring", inquiries });
    expect(await tiers.refused("nick", request, "answer", { values: { code: " " } })).toEqual([
      422,
      "tier-value-missing",
    ]);
    expect(await tiers.refused("vera", request, "answer", { values: { code: "x" } })).toEqual([
      403,
      "tier-role-not-allowed",
    ]);
    await tiers.act("nick", request, "answer", { values: { code: "C-1" } });
    const answered = await tiers.open("vera", request);
    expect(answered.request.status).toBe("pending");
    expect(answered.request.parameters[0]?.value).toBe("C-1");
  });

  it("T16 begins by itself if a required value is missing, T24 for tier 1 once its tier 2 is approved", async () => {
    const lacking = { tier: { ...tierOf("north", "") } };
    expect(level(await tiers.setUp("PR-1", lacking), 1).status).toBe("inquiring");
    const receipt = await tiers.setUp("PR-2", { ...lacking, ...withTier2, product: { id: "PRD-bran", name: "Bran" } });
    expect(level(receipt, 1).status).toBe("tiers_setup");
    const { requests } = await tiers.act("vera", level(receipt, 2), "approve");
    expect(requests.map((each) => `T${each.level} ${each.status}`).toSorted()).toEqual(["T1 inquiring", "T2 approved"]);
  });

  it("T19 can be rejected, and has then failed", async () => {
    const request = await alone();
    await tiers.act("vera", request, "inquire", { inquiries });
    await tiers.act("vera", request, "reject", { reason: "No answer." });
    expect((await tiers.open("vera", request)).request.status).toBe("failed");
  });

  it.each(["vera", "dora"] as const)(
    "T20 T40 is set to pending by %s by hand, with a warning that names what is missing",
    async (name) => {
      const request = level(await tiers.setUp("PR-1", { tier: tierOf("north", "") }), 1);
      const { warnings, requests } = await tiers.act(name, request, "set-pending");
      expect(requests[0]?.status).toBe("pending");
      expect(warnings).toEqual([
        {
          code: "values-missing",
          requestId: request.id,
          parameters: ["The code"],
          detail: "These values are still missing: The code.",
        },
      ]);
    },
  );
});

describe("tier requests over the API", () => {
  it("are seen only by the companies concerned, and not by the other tier", async () => {
    const { first, second, receipt } = await both();
    const lists = async (name: TestPerson) => {
      const requests = (await tiers.call(name, "GET", "/v1/tier-requests")).body["requests"] as { id: string }[];
      const { body } = await tiers.call(name, "GET", "/v1/tier-configurations");
      return [requests.map(({ id }) => id).toSorted(), (body["configurations"] as unknown[]).length];
    };
    const ids = [first.id, second.id].toSorted();
    expect(await lists("vera")).toEqual([ids, 2]);
    expect(await lists("dora")).toEqual([ids, 2]);
    expect(await lists("nick")).toEqual([[first.id], 1]);
    expect(await lists("sven")).toEqual([[second.id], 1]);
    expect(await lists("vito")).toEqual([[], 0]);
    const nick = await tiers.call("nick", "GET", `/v1/tier-requests/${first.id}`);
    expect(nick.status).toBe(200);
    for (const secret of [second.id, second.configurationId, "contact@south"])
      expect(JSON.stringify(nick.body)).not.toContain(secret);
    for (const [name, { id }] of [
      ["nick", second],
      ["sven", first],
      ["vito", first],
    ] as const)
      for (const url of [`/v1/tier-requests/${id}`, `/v1/tier-requests/${id}/history`])
        expect([name, (await tiers.call(name, "GET", url)).status]).toEqual([name, 404]);
    const own = (await tiers.call("nick", "GET", "/v1/fulfillment-requests/PR-1")).body["tierRequestIds"];
    expect([own, receipt.fulfillmentRequests[0]?.tierRequestIds.length]).toEqual([[first.id], 2]);
    expect((await tiers.call("vito", "GET", "/v1/fulfillment-requests/PR-1")).status).toBe(404);
    expect(await tiers.refused("vito", first, "approve")).toEqual([404, "not-found"]);
  });

  it("refuse a decision on a revision that is not the latest", async () => {
    const request = await alone();
    const { revision } = (await tiers.open("vera", request)).request;
    await tiers.act("vera", request, "inquire", { revision, inquiries: [{ parameterId: "code" }] });
    await tiers.act("nick", request, "answer", { values: { code: "C-2" } });
    const { status, body } = await tiers.call("vera", "POST", `/v1/tier-requests/${request.id}/approve`, { revision });
    expect([status, body["code"], body["args"]]).toEqual([409, "document-changed", { seen: 1, current: 3 }]);
  });

  it("are decided once: of two decisions at once, one is refused, and a repetition gets the first answer", async () => {
    const request = await alone();
    const url = `/v1/tier-requests/${request.id}`;
    const answers = await Promise.all([
      tiers.call("vera", "POST", `${url}/approve`, {}),
      tiers.call("dora", "POST", `${url}/reject`, { reason: "No." }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 409]);
    const key = { "idempotency-key": "set-up-1" };
    const post = () =>
      tiers.call("dora", "POST", "/v1/tier-configurations", tierSetup("PR-9", { tier: tierOf("south") }), key);
    const [first, second] = [await post(), await post()];
    expect([first.status, second.status, second.headers["idempotency-replayed"]]).toEqual([201, 201, "true"]);
    expect(second.body).toEqual(first.body);
  });

  it("are refused for one of two orders for the same reseller at the same moment", async () => {
    const answers = await Promise.all(
      ["PR-1", "PR-2", "PR-3"].map((id) => tiers.call("dora", "POST", "/v1/tier-configurations", tierSetup(id))),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409, 409]);
  });

  it("are listed by status, product, reseller and configuration, page by page", async () => {
    const made = await Promise.all(
      ["a", "b", "c"].map((id) => tiers.setUp(`PR-${id}`, { product: { id: `PRD-${id}`, name: id } })),
    );
    await tiers.act("vera", level(made[0]!, 1), "approve");
    const list = async (query: string) => (await tiers.call("vera", "GET", `/v1/tier-requests?${query}`)).body;
    expect((await list("status=approved"))["requests"]).toHaveLength(1);
    expect((await list("productId=PRD-b"))["requests"]).toHaveLength(1);
    expect((await list("accountId=south"))["requests"]).toEqual([]);
    expect((await list(`configurationId=${level(made[1]!, 1).configurationId}`))["requests"]).toHaveLength(1);
    const page = await list("limit=2");
    const rest = await list(`limit=2&cursor=${String(page["next"])}`);
    expect([(page["requests"] as unknown[]).length, (rest["requests"] as unknown[]).length, rest["next"]]).toEqual([
      2,
      1,
      undefined,
    ]);
    expect(
      (await tiers.call("vera", "GET", "/v1/tier-configurations?status=active")).body["configurations"],
    ).toHaveLength(1);
  });

  it("have a history with the company behind each entry", async () => {
    const request = await alone();
    await tiers.act("vera", request, "inquire", { inquiries: [{ parameterId: "code" }] });
    await tiers.act("nick", request, "answer", { values: { code: "C-3" } });
    const { body } = await tiers.call("nick", "GET", `/v1/tier-requests/${request.id}/history`);
    const entries = body["entries"] as { by: { role: string }; event: { type: string; to?: string } }[];
    expect(entries.map(({ by, event }) => [by.role, event.to ?? event.type])).toEqual([
      ["distributor", "pending"],
      ["vendor", "inquiring"],
      ["vendor", "inquiry-mailed"],
      ["contact", "pending"],
    ]);
    expect(JSON.stringify(entries)).not.toContain("person-");
  });
});
