import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShownConfiguration, ShownRequest, TierReceipt } from "@countersign/shared/contract/api/tier-documents.ts";
import { tierActionOperations } from "@countersign/shared/contract/api/tier-actions.ts";
import { tierOperations } from "@countersign/shared/contract/api/tiers.ts";

import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { tierClient, tierOf, withTier2 } from "./testing/tier-client.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let tiers: ReturnType<typeof tierClient>;

beforeAll(async () => {
  server = await startTestServer();
  tiers = tierClient(server);
}, timeLimit);
afterAll(() => server.stop());
beforeEach(async () => {
  for (const table of ["fulfillment_requests", "tier_requests", "tier_configurations", "tier_events"] as const)
    await server.database.db.deleteFrom(table).execute();
});

const nowhere = "0190a000-0000-7000-8000-000000000000";
const get = (name: TestPerson, url: string) => tiers.call(name, "GET", `/v1/${url}`);
const configurations = async (name: TestPerson, query = "") => {
  const { body } = await get(name, `tier-configurations${query}`);
  return body as unknown as { configurations: ShownConfiguration[]; next?: string };
};
const requests = async (name: TestPerson, query = "") => {
  const { body } = await get(name, `tier-requests${query}`);
  return body as unknown as { requests: ShownRequest[]; next?: string };
};
const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);
const of = <Document extends { readonly level: number }>(all: readonly Document[], level: number): Document =>
  all.find((one) => one.level === level)!;

/** Three products of the mill, each set up for the reseller North. */
const three = async (): Promise<TierReceipt[]> => {
  const made: TierReceipt[] = [];
  for (const id of ["a", "b", "c"])
    made.push(await tiers.setUp(`PR-${id}`, { product: { id: `PRD-${id}`, name: id } }));
  return made;
};

describe("the configurations of a company", () => {
  it("come oldest first and page by page, and end with a full page too", async () => {
    const all = (await three()).flatMap((made) => idsOf(made.configurations));
    expect(idsOf((await configurations("vera")).configurations)).toEqual(all);
    const first = await configurations("vera", "?limit=2");
    expect([idsOf(first.configurations), first.next]).toEqual([all.slice(0, 2), all[1]]);
    const rest = await configurations("vera", `?limit=2&cursor=${first.next}`);
    expect([idsOf(rest.configurations), rest.next]).toEqual([all.slice(2), undefined]);
    expect(await configurations("vera", "?limit=3")).not.toHaveProperty("next");
  });

  it("are found by status, product and reseller", async () => {
    const [first, second] = await three();
    await tiers.act("vera", first!.requests[0]!, "approve");
    const found = async (query: string) => idsOf((await configurations("vera", query)).configurations);
    expect(await found("?status=active")).toEqual(idsOf(first!.configurations));
    expect(await found("?status=processing")).toHaveLength(2);
    expect(await found("?productId=PRD-b")).toEqual(idsOf(second!.configurations));
    expect(await found("?accountId=north")).toHaveLength(3);
    expect(await found("?accountId=south")).toEqual([]);
    expect(await found("?productId=PRD-b&status=active")).toEqual([]);
  });

  it("are opened by every company concerned, with the revision, and by no other", async () => {
    const { configurations: made, requests: asked } = await tiers.setUp("PR-1", withTier2);
    const [first, second] = [of(made, 1), of(made, 2)];
    const open = (name: TestPerson, { id }: { readonly id: string }) => get(name, `tier-configurations/${id}`);
    for (const name of ["vera", "dora"] as const) {
      expect((await open(name, first)).body).toMatchObject({ id: first.id, tier2ConfigurationId: second.id });
      expect((await open(name, second)).body).toMatchObject({ id: second.id, level: 2 });
    }
    expect((await open("nick", first)).body).not.toHaveProperty("tier2ConfigurationId");
    expect((await open("sven", second)).status).toBe(200);
    for (const answer of [
      await open("nick", second),
      await open("sven", first),
      await open("vito", first),
      await open("vera", { id: nowhere }),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: "not-found" } });
    const { revision } = (await open("vera", second)).body as unknown as ShownConfiguration;
    await tiers.act("vera", of(asked, 2), "approve");
    expect((await open("vera", second)).body).toMatchObject({ revision: revision + 1, status: "active" });
    const listed = await configurations("vera", "?status=active");
    expect(listed.configurations).toMatchObject([{ id: second.id, revision: revision + 1 }]);
  });
});

describe("the requests of a company", () => {
  it("come oldest first and page by page, and end with a full page too", async () => {
    const all = (await three()).flatMap((made) => idsOf(made.requests));
    expect(idsOf((await requests("vera")).requests)).toEqual(all);
    const first = await requests("vera", "?limit=2");
    expect([idsOf(first.requests), first.next]).toEqual([all.slice(0, 2), all[1]]);
    const rest = await requests("vera", `?limit=2&cursor=${first.next}`);
    expect([idsOf(rest.requests), rest.next]).toEqual([all.slice(2), undefined]);
    expect(await requests("vera", "?limit=3")).not.toHaveProperty("next");
  });

  it("are found by status, product, reseller and configuration, also together", async () => {
    const [first, second, third] = await three();
    await tiers.act("vera", first!.requests[0]!, "approve");
    const found = async (query: string) => idsOf((await requests("vera", query)).requests);
    expect(await found("?status=approved")).toEqual(idsOf(first!.requests));
    expect(await found("?status=pending")).toEqual([...idsOf(second!.requests), ...idsOf(third!.requests)]);
    expect(await found("?productId=PRD-b")).toEqual(idsOf(second!.requests));
    expect(await found("?accountId=north")).toHaveLength(3);
    expect(await found(`?configurationId=${third!.configurations[0]!.id}`)).toEqual(idsOf(third!.requests));
    expect(await found(`?configurationId=${third!.configurations[0]!.id}&status=approved`)).toEqual([]);
    expect(await found(`?configurationId=${nowhere}`)).toEqual([]);
  });

  it("T22 name the tier 2 that they wait for, in a list as well", async () => {
    const { requests: made } = await tiers.setUp("PR-1", withTier2);
    const [first, second] = [of(made, 1), of(made, 2)];
    const link = { requestId: second.id, status: "pending", href: `/v1/tier-requests/${second.id}` };
    for (const name of ["vera", "dora"] as const)
      expect((await requests(name)).requests.find(({ id }) => id === first.id)).toMatchObject({
        tier2: link,
        level: 1,
      });
    expect((await requests("nick")).requests).toEqual([expect.not.objectContaining({ tier2: link })]);
  });

  it("are opened with the configuration as it is now", async () => {
    const { requests: made } = await tiers.setUp("PR-1");
    await tiers.act("vera", made[0]!, "approve");
    const { body } = await get("vera", `tier-requests/${made[0]!.id}`);
    expect(body).toMatchObject({
      request: { status: "approved", revision: 2 },
      configuration: { status: "active", revision: 2 },
    });
  });

  it("are not found if nobody made them, nor is their history", async () => {
    for (const url of [`tier-requests/${nowhere}`, `tier-requests/${nowhere}/history`, "fulfillment-requests/PR-0"])
      expect(await get("vera", url)).toMatchObject({ status: 404, body: { code: "not-found" } });
  });
});

describe("a fulfillment request", () => {
  it("shows each company its own tiers, with the status of the whole", async () => {
    const { requests: made } = await tiers.setUp("PR-1", withTier2);
    await tiers.setUp("PR-2", { product: { id: "PRD-other", name: "Other" } });
    const shown = async (name: TestPerson) => (await get(name, "fulfillment-requests/PR-1")).body;
    const both = idsOf(made).toSorted();
    for (const name of ["vera", "dora"] as const) {
      const { tierRequestIds, ...rest } = (await shown(name)) as { tierRequestIds: string[] };
      expect([tierRequestIds.toSorted(), rest]).toEqual([
        both,
        expect.objectContaining({ id: "PR-1", status: "tiers_setup", revision: 1 }),
      ]);
    }
    expect(await shown("sven")).toMatchObject({ id: "PR-1", tierRequestIds: [of(made, 2).id] });
    expect(await shown("vito")).toMatchObject({ code: "not-found" });
  });
});

describe("a company without a number on the platform", () => {
  it("takes part in no tier", async () => {
    const { requests: made, configurations: set } = await tiers.setUp("PR-1");
    const forge = testNetwork.organisations.find(({ externalId }) => externalId === "forge")!;
    const { externalId: _externalId, ...unnumbered } = forge;
    const { db } = server.database;
    await db
      .updateTable("organisations")
      .set({ external_id: null, document: JSON.stringify(unnumbered) })
      .where("id", "=", forge.id)
      .execute();
    expect(await configurations("vito")).toEqual({ configurations: [] });
    expect(await requests("vito")).toEqual({ requests: [] });
    for (const url of [
      `tier-configurations/${set[0]!.id}`,
      `tier-requests/${made[0]!.id}`,
      `tier-requests/${made[0]!.id}/history`,
      "fulfillment-requests/PR-1",
    ])
      expect((await get("vito", url)).status).toBe(404);
    await db
      .updateTable("organisations")
      .set({ external_id: "forge", document: JSON.stringify(forge) })
      .where("id", "=", forge.id)
      .execute();
  });
});

describe("the values of a tier", () => {
  it("are not shown to the reseller of the other tier", async () => {
    const tier = (account: "north" | "south") => tierOf(account, `secret of ${account}`);
    const made = await tiers.setUp("PR-1", { tier: tier("north"), tier2: { kind: "new", tier: tier("south") } });
    const seen = async (name: TestPerson) => JSON.stringify([await configurations(name), await requests(name)]);
    expect(await seen("vera")).toMatch(/secret of north.*secret of south|secret of south.*secret of north/);
    expect(await seen("nick")).toContain("secret of north");
    expect(await seen("nick")).not.toContain("secret of south");
    expect(await seen("sven")).not.toContain("secret of north");
    expect(made.requests).toHaveLength(2);
  });
});

describe("the description of the API", () => {
  it("explains how tiers are read, set up and acted on", async () => {
    for (const each of await descriptionsOf(server.app, { ...tierOperations, ...tierActionOperations }))
      expect(each).toMatchObject({ tags: ["tiers"], isUsable: true });
  });
});
