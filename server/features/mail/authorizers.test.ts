import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { SubAccount } from "@countersign/shared/domain/shop-account.ts";

import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

const bakery = testNetwork.organisations.find(({ externalId }) => externalId === "bakery")!.id;

const account = (name: TestPerson, change: Partial<SubAccount>): SubAccount => ({
  kind: "sub-account",
  id: idOf(name),
  name,
  email: emailOf(name),
  accountId: bakery,
  isActivated: true,
  mayOrder: true,
  maySeePrices: true,
  maySeeStock: true,
  mayAuthorize: true,
  budget: { kind: "unlimited" },
  ...change,
});

const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" });

beforeAll(async () => {
  server = await startTestServer();
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
  const limits = [
    { limit: euros(100_00), authorizers: [idOf("amy")] },
    { limit: euros(1_000_00), authorizers: [idOf("ben")] },
  ];
  await server.services.db.transaction().execute(async (tx) => {
    for (const document of [
      account("carl", { mayAuthorize: false, budget: { kind: "limited", limits } }),
      account("amy", {}),
      account("ben", {}),
    ])
      await putSetting(tx, testNetwork.tenant.id, { kind: "shop-account", ownerId: document.id, document });
  });
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.mails.splice(0));

/** Who was asked by mail since the test began. */
const asked = () =>
  server.mails.filter(({ subject }) => subject.endsWith("needs your approval")).map(({ to }) => to.name);

const place = async (unitPrice: number) => {
  const { id } = await server.place({ lines: [{ product: "Oven", quantity: "1", unitPrice: euros(unitPrice) }] });
  await server.settle();
  return id;
};

describe("the mail to authorizers", () => {
  it("S38 asks the authorizers of a level when it opens, those of the first when the order is placed", async () => {
    const id = await place(1_200_00);
    expect(asked()).toEqual(["amy"]);
    const device = (await server.signIn("amy")).device();
    await device.push(device.approve({ id }));
    await server.settle();
    expect(asked()).toEqual(["amy", "ben"]);
  });

  it("S38 asks nobody about an order within every limit", async () => {
    await place(100_00);
    expect(asked()).toEqual([]);
  });
});
