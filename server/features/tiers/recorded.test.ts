import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { readConnectTierRequest } from "@countersign/shared/domain/connect-tier-request.ts";
import type { TierConfiguration, TierRequest } from "@countersign/shared/domain/tier.ts";

import { timeLimit } from "#server/testing/database.ts";
import { testNetwork } from "#server/testing/network.ts";
import { browse, linkIn } from "#server/testing/page.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { tierClient } from "./testing/tier-client.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
/** The recorded first request of the platform's documentation. */
let recorded: { readonly request: TierRequest; readonly configuration: TierConfiguration };

/** Gives a company of the test network the number of a recorded one. */
const rename = async (key: string, externalId: string): Promise<void> => {
  const company = testNetwork.organisations.find((each) => each.externalId === key)!;
  await server.database.db
    .updateTable("organisations")
    .set({ external_id: externalId, document: JSON.stringify({ ...company, externalId }) })
    .where("id", "=", company.id)
    .execute();
};

beforeAll(async () => {
  const file = new URL("../../../shared/testing/fixtures/connect/tier-config-requests.json", import.meta.url);
  const [first] = JSON.parse(await readFile(file, "utf8")) as unknown[];
  const read = readConnectTierRequest(first);
  if (!read.ok) throw new Error(`${read.error.path} ${read.error.code}`);
  recorded = read.value;
  server = await startTestServer();
  const { vendor, distributor, account } = recorded.configuration;
  await rename("hub", distributor.id);
  await rename("mill", vendor.id);
  await rename("north", account.id);
}, timeLimit);
afterAll(() => server.stop());

describe("the recorded tier request over the API", () => {
  it("T01 T16 T17 T18 T21 T23 T28 T30 T31 is asked for values, answered by its contact, and approved below a tier 2", async () => {
    const tiers = tierClient(server);
    const { request, configuration } = recorded;
    const { account, vendor, product } = configuration;
    const above = { ...account, id: "TA-0000-0000-0002", name: "Second tier" };
    const given = request.parameters.map((parameter) => ({ ...parameter, value: "given" }));
    const lacking = request.parameters.map(({ value: _value, ...parameter }) => ({ ...parameter, isRequired: true }));
    const setup = await tiers.setUp("PR-1", {
      vendor,
      product,
      tier: { account, parameters: lacking },
      tier2: { kind: "new", tier: { account: above, parameters: given } },
    });
    const [first, second] = ([1, 2] as const).map((level) => setup.requests.find((each) => each.level === level)!);
    expect([first?.status, second?.status]).toEqual(["tiers_setup", "pending"]);
    await tiers.act("vera", second!, "approve");
    await server.settle();
    const [contact] = account.contacts;
    const mail = server.mails.find(({ to }) => to.address === contact?.email);
    const values = Object.fromEntries(
      lacking.map((_parameter, index) => [`value-${index + 1}`, `answer ${index + 1}`]),
    );
    expect((await browse(server).post(linkIn(mail), values)).status).toBe(200);
    expect((await tiers.open("nick", first!)).request.status).toBe("pending");
    await tiers.act("vera", first!, "approve");
    const opened = await tiers.open("vera", first!);
    expect([opened.request.status, opened.configuration.status]).toEqual(["approved", "active"]);
    expect(opened.configuration.parameters.map(({ value }) => value)).toEqual(Object.values(values));
    expect(await tiers.fulfillment("PR-1")).toBe("pending");
  });
});
