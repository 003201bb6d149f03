import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { timeLimit } from "#server/testing/database.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import { storeAccounts, storedAccount } from "#server/testing/sub-accounts.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

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
  await storeAccounts(
    server.services.db,
    storedAccount("carl", { mayAuthorize: false, budget: { kind: "limited", limits } }),
    storedAccount("amy"),
    storedAccount("ben"),
  );
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
