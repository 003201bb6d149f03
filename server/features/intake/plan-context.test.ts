import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import type { ApprovalRule, RuleCondition } from "@countersign/shared/domain/policy.ts";
import { money } from "@countersign/shared/domain/money.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";

import type { Setting } from "#server/records/settings/setting-kinds.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { timeLimit } from "#server/testing/database.ts";
import { groupOf } from "#server/testing/hybrid-order.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { Answer, TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";
import { accountSetting, storedAccount } from "#server/testing/sub-accounts.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const tenantId = testNetwork.tenant.id;
const bakery = testNetwork.organisations.find(({ externalId }) => externalId === "bakery")!;
const person = (name: TestPerson): Person => testNetwork.people.find(({ id }) => id === idOf(name))!;

const set = (...settings: Setting[]): Promise<void> =>
  server.services.db.transaction().execute(async (tx) => {
    for (const setting of settings) await putSetting(tx, tenantId, setting);
  });

const rule = (condition: RuleCondition, ...candidates: TestPerson[]): ApprovalRule => ({
  condition,
  role: "approver",
  requirement: { mode: "any" },
  candidates: candidates.map((name) => referenceTo(person(name))),
});

/** Replaces the bakery's approval rules. */
const govern = async (...rules: ApprovalRule[]): Promise<void> => {
  const policy = { ...testNetwork.policies[0]!, ...defaultPolicySettings, rules };
  await server.services.db
    .updateTable("policies")
    .set({ document: JSON.stringify(policy) })
    .where("id", "=", policy.id)
    .execute();
};

const lines = (euros: number): OrderRequest["lines"] => [
  { product: "Oven", quantity: "1", unitPrice: { amountMinor: euros * 100, currency: "EUR" } },
];

const reasons = async (change: Partial<OrderRequest>) => {
  const { id } = await server.place(change);
  const { document } = await server.services.db
    .selectFrom("orders")
    .select("document")
    .where("id", "=", orderIdSchema.parse(id))
    .executeTakeFirstOrThrow();
  return document.flow.stages.map(({ condition }) => condition);
};

const refused = async (name: TestPerson, change: Partial<OrderRequest>): Promise<Answer> =>
  (await server.signIn(name)).call("POST", "/v1/orders", orderRequest(change));

const account = (...about: Parameters<typeof storedAccount>): Setting => accountSetting(storedAccount(...about));

describe("an order's plan on the server", () => {
  it("I04 I25 counts what its requester has already spent in the window, without orders that still wait", async () => {
    const budget = {
      owner: { kind: "requester", personId: idOf("cora") },
      amount: money(100_000, "EUR"),
      term: { period: "monthly" },
      timeZone: "Europe/Berlin",
    } as const;
    await govern(
      rule({ when: "budget-exceeded", budget, settings: { priceType: "gross", comparison: "exceeds" } }, "amy"),
    );
    const requester = { email: emailOf("cora") };
    const lastMonth = "2026-10-15T09:00:00Z";
    expect(await reasons({ requester, lines: lines(900), placedAt: lastMonth })).toEqual([]);
    expect(await reasons({ requester, lines: lines(700) })).toEqual([]);
    expect(await reasons({ requester, lines: lines(400) })).toMatchObject([
      { when: "budget-exceeded", owner: "requester", spent: { amountMinor: 70_000 }, amount: { amountMinor: 40_000 } },
    ]);
    expect(await reasons({ requester, lines: lines(300) })).toEqual([]);
  });

  it("I25 counts only this customer's orders for a cost centre, whoever placed them", async () => {
    const budget = {
      owner: { kind: "cost-centre", costCentreId: "4711" },
      amount: money(50_000, "EUR"),
      term: { period: "fixed", startsOn: "2026-01-01" },
      timeZone: "Europe/Berlin",
    } as const;
    await govern(
      rule({ when: "budget-exceeded", budget, settings: { priceType: "net", comparison: "exceeds" } }, "amy"),
    );
    const costCentre = { id: "4711", name: "Flour" };
    await server.services.db
      .updateTable("policies")
      .set({ document: JSON.stringify({ ...testNetwork.policies[1]!, rules: [] }) })
      .where("id", "=", testNetwork.policies[1]!.id)
      .execute();
    const elsewhere = { customer: { externalId: "press" }, requester: { email: emailOf("pia") } };
    expect(await reasons({ ...elsewhere, costCentre, lines: lines(450) })).toEqual([]);
    expect(await reasons({ costCentre, lines: lines(450) })).toEqual([]);
    const requester = { email: emailOf("cora") };
    expect(await reasons({ requester, costCentre, lines: lines(100) })).toMatchObject([
      { when: "budget-exceeded", spent: { amountMinor: 45_000 } },
    ]);
  });

  it("I25 asks for one of two orders that are placed at once and together exceed a budget", async () => {
    const budget = {
      owner: { kind: "requester", personId: idOf("ben") },
      amount: money(100_000, "EUR"),
      term: { period: "yearly" },
      timeZone: "Europe/Berlin",
    } as const;
    await govern(
      rule({ when: "budget-exceeded", budget, settings: { priceType: "gross", comparison: "exceeds" } }, "amy"),
    );
    const order = { requester: { email: emailOf("ben") }, lines: lines(600) };
    const planned = await Promise.all([reasons(order), reasons(order)]);
    expect(planned.flat()).toHaveLength(1);
  });

  it("I04 compares a limit in another currency at the network's rate", async () => {
    await govern(rule({ when: "spending-limit-exceeded", limit: money(100_000, "USD") }, "amy"));
    expect(await reasons({ lines: lines(950) })).toMatchObject([{ when: "spending-limit-exceeded" }]);
    await set({ kind: "exchange-rates", ownerId: tenantId, document: [{ from: "EUR", to: "USD", rate: "1.05" }] });
    expect(await reasons({ lines: lines(950) })).toEqual([]);
    expect(await reasons({ lines: lines(960) })).toMatchObject([{ when: "spending-limit-exceeded" }]);
  });

  it("S29 S30 asks the authorizers of the requester's sub-account, in one step for each exceeded limit", async () => {
    await govern(rule({ when: "authorizer-limit-exceeded" }));
    const limits = [
      { limit: money(500_000, "EUR"), authorizers: [idOf("ben")] },
      { limit: money(100_000, "EUR"), authorizers: [idOf("amy")] },
    ];
    await set(account("carl", { budget: { kind: "limited", limits } }), account("amy"), account("ben"));
    expect(await reasons({ lines: lines(800) })).toEqual([]);
    expect(await reasons({ lines: lines(6_000) })).toMatchObject([
      { when: "authorizer-limit-exceeded", limit: { amountMinor: 100_000 } },
      { when: "authorizer-limit-exceeded", limit: { amountMinor: 500_000 } },
    ]);
  });

  it("S19 S22 refuses the order of a sub-account that may not order, with the reason", async () => {
    await govern();
    await set(account("carl", { mayOrder: false }));
    expect(await refused("dora", {})).toMatchObject({ status: 422, body: { code: "may-not-order" } });
    const document = { ...defaultShopSettings, onlineOrderPayments: "prepayment" as const };
    await set(account("carl"), { kind: "shop-settings", ownerId: tenantId, document });
    expect(await refused("dora", {})).toMatchObject({ status: 422, body: { code: "payment-not-on-account" } });
    await set({ kind: "shop-settings", ownerId: tenantId, document: defaultShopSettings });
    expect(await reasons({})).toEqual([]);
  });

  it("W02 W04 W05 follows the reseller's switch for the customer, unless the reseller pays by card", async () => {
    await govern(rule({ when: "reseller-approval" }));
    const resellerId = bakery.parentId!;
    const reseller = { resellerId, isActive: true, tokens: [], timeZone: "Europe/Berlin" };
    const gateway = { name: "Paywell", hasTokens: true };
    const byDeposit = { ...reseller, payment: { method: "deposit" as const } };
    const byCard = { ...reseller, payment: { method: "credit-card" as const, gateway } };
    await set({ kind: "reseller-account", ownerId: resellerId, document: byDeposit });
    expect(await reasons({})).toEqual([{ when: "reseller-approval", customer: "The bakery" }]);
    const isOff = { customerId: bakery.id, isOn: false };
    await set({ kind: "customer-approval", ownerId: bakery.id, document: isOff });
    expect(await reasons({})).toEqual([]);
    await set({ kind: "reseller-account", ownerId: resellerId, document: byCard });
    expect(await reasons({})).toEqual([{ when: "reseller-approval", customer: "The bakery" }]);
  });

  it("A76 A88 asks both partners at once, and each pulls only the amount of its own level", async () => {
    await govern(rule({ when: "credit-risk-group" }));
    await set(
      { kind: "credit-risk", ownerId: bakery.parentId!, document: groupOf("north", "bakery") },
      { kind: "credit-risk", ownerId: "org-hub", document: groupOf("hub", "bakery") },
    );
    const { id } = await server.place({
      levelAmounts: [
        { role: "reseller", total: { amountMinor: 90_000, currency: "EUR" } },
        { role: "distributor", total: { amountMinor: 70_000, currency: "EUR" } },
      ],
    });
    const seen = async (name: TestPerson) =>
      (await (await server.signIn(name)).order(id)).flow.stages.map(({ step, role, condition }) => [
        step,
        role,
        condition.when === "credit-risk-group" && condition.amount.known
          ? condition.amount.money.amountMinor
          : undefined,
      ]);
    expect(await seen("nick")).toEqual([
      [1, "reseller", 90_000],
      [1, "distributor", undefined],
    ]);
    expect(await seen("dora")).toEqual([
      [1, "reseller", undefined],
      [1, "distributor", 70_000],
    ]);
    expect(await seen("carl")).toEqual([
      [1, "reseller", undefined],
      [1, "distributor", undefined],
    ]);
  });

  it("A76 lets nobody name the amount of a level that they do not sell at", async () => {
    const total = { amountMinor: 1, currency: "EUR" };
    const levels = (role: "reseller" | "distributor") => ({ levelAmounts: [{ role, total }] });
    expect((await refused("carl", levels("reseller"))).status).toBe(403);
    expect((await refused("nick", levels("distributor"))).status).toBe(403);
    expect((await refused("nick", levels("reseller"))).status).toBe(201);
  });

  it("rejects a setting that does not fit its kind", async () => {
    await server.services.db
      .updateTable("settings")
      .set({ document: JSON.stringify({ isEnabled: "yes" }) })
      .where("kind", "=", "credit-risk")
      .execute();
    expect((await refused("dora", {})).status).toBe(500);
    const invalidSetting = {
      kind: "exchange-rates",
      ownerId: tenantId,
      document: [{ from: "EUR" }],
    } as unknown as Setting;
    await expect(set(invalidSetting)).rejects.toThrow("rate");
  });
});
