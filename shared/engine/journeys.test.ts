import { describe, expect, it } from "vitest";

import type { CreditRiskSettings } from "#shared/domain/credit-risk.ts";
import { organisationIdSchema, policyIdSchema } from "#shared/domain/ids.ts";
import { money } from "#shared/domain/money.ts";
import type { Order } from "#shared/domain/order.ts";
import type { ApprovalPolicy, ApprovalRule, RuleCondition } from "#shared/domain/policy.ts";
import { defaultPolicySettings } from "#shared/domain/policy.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import {
  ada,
  after,
  approval,
  bruno,
  max,
  orderWith,
  rejection,
  rita,
  totals,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import type { OrderStep } from "./fulfilment/acceptance/order-life-cycle.ts";
import { advanceOrder } from "./fulfilment/acceptance/order-life-cycle.ts";
import { accounts, buyer, limited, limitOf, subAccount } from "./accounts/testing/company.ts";
import { createGroup } from "./planning/credit-risk/groups.ts";
import { addMember } from "./planning/credit-risk/membership.ts";
import { addCreditRiskPolicy } from "./planning/credit-risk/policies.ts";
import { atDistributor, atSeller } from "./planning/credit-risk/testing/chain.ts";
import {
  customer,
  distributor,
  done,
  edit,
  groupId,
  policyId,
  seller,
} from "./planning/credit-risk/testing/settings.ts";
import { withFlow } from "./approval/decide.ts";
import { openStages } from "./approval/fold.ts";
import { planStages, flowPolicyOf } from "./planning/plan.ts";
import type { PlanContext } from "./planning/plan-context.ts";
import { noContext } from "./planning/plan-context.ts";
import { waitsFor } from "./approval/waiting.ts";

const euros = (amountMinor: number) => money(amountMinor, "EUR");

const rule = (condition: RuleCondition, ...candidates: ApprovalRule["candidates"]): ApprovalRule => ({
  condition,
  role: "approver",
  requirement: { mode: "any" },
  candidates,
});

/** An order once it is submitted under these rules. */
const submitted = (rules: ApprovalRule[], more: Partial<Order> = {}, context: Partial<PlanContext> = {}): Order => {
  const draft = { ...orderWith([]), customer, ...more };
  const policy: ApprovalPolicy = {
    id: policyIdSchema.parse("policy"),
    version: 1,
    organisationId: organisationIdSchema.parse("org-customer"),
    ...defaultPolicySettings,
    rules,
  };
  const stages = planStages(draft, policy, { ...noContext, ...context });
  if (!stages.ok) throw new Error(JSON.stringify(stages.error));
  return withFlow(draft, { policy: flowPolicyOf(policy), stages: stages.value, decisions: [], comments: [] });
};

const advanced = (order: Order, ...events: OrderStep[]): Order =>
  events.reduce((current, event) => {
    const next = advanceOrder(current, event);
    if (!next.ok) throw new Error(JSON.stringify(next.error));
    return next.value;
  }, order);

/** Settings of an owner with one group for all vendors, and this member in it. */
const groupOf = (owner: CreditRiskSettings["owner"], member: typeof customer): CreditRiskSettings => {
  const empty: CreditRiskSettings = { owner, isEnabled: true, groups: [], members: [] };
  const group = groupId("cr-a");
  const named = done(createGroup(empty, { id: group, name: "CR-A" }, edit)).settings;
  const scope = { id: policyId("policy-1"), scope: { level: "all-vendors" as const } };
  const scoped = done(addCreditRiskPolicy(named, group, scope, edit)).settings;
  return done(addMember(scoped, group, { organisation: member, lifeCycle: "active" }, edit)).settings;
};

describe("an order on its way through a contract chain", () => {
  const byChain = [rule({ when: "credit-risk-group" })];

  it("A72 A73 A75 A78 waits for the distributor whose group its seller is in, and completes as usual once approved", () => {
    const partners = [atSeller(), { ...atDistributor(), settings: groupOf(distributor, seller) }];
    const order = submitted(byChain, {}, { partners });
    expect(order.status).toBe("pending");
    expect(openStages(order.flow).map(({ role }) => role)).toEqual(["distributor"]);
    const approved = after(order, [5, ada, approval("stage-1")]);
    expect(approved.status).toBe("approved");
    expect(advanced(approved, "execute", "succeed").status).toBe("executed");
  });

  it("A89 is processed as usual only after both partners of the hybrid model have approved", () => {
    const partners = [
      { ...atSeller(), settings: groupOf(seller, customer) },
      { ...atDistributor(), settings: groupOf(distributor, seller) },
    ];
    const order = submitted(byChain, {}, { partners });
    const first = after(order, [5, bruno, approval("stage-2")]);
    expect(advanceOrder(first, "execute").ok).toBe(false);
    const both = after(first, [6, max, approval("stage-1")]);
    expect(advanced(both, "execute", "succeed").status).toBe("executed");
  });
});

describe("an order of a company with cost centres", () => {
  const marketing = { id: "cc-1", name: "Marketing" };
  const rules = [
    rule({ when: "cost-centre", costCentreId: "cc-1" }, max),
    rule({ when: "spending-limit-exceeded", limit: euros(100_00) }, ada, bruno),
  ];
  const order = submitted(rules, { costCentre: marketing });

  it("I01 is reviewed within the company before the merchant has it", () => {
    expect([order.status, order.erpStatus]).toEqual(["pending", "absent"]);
    const half = after(order, [5, max, approval("stage-1")]);
    expect([half.status, half.erpStatus]).toEqual(["pending", "absent"]);
    const whole = after(half, [6, bruno, approval("stage-2")]);
    expect([whole.status, whole.erpStatus]).toEqual(["approved", "open"]);
  });

  it("I07 is approved or rejected by the manager of its cost centre, and nobody else at that point", () => {
    expect([max, ada, bruno, rita].filter(({ personId }) => waitsFor(order, personId))).toEqual([max]);
    expect(openStages(after(order, [5, max, approval("stage-1")]).flow).map(({ id }) => id)).toEqual(["stage-2"]);
    expect(after(order, [5, max, rejection("stage-1", "Not this year.")]).status).toBe("rejected");
  });
});

describe("orders of a company with sub-accounts", () => {
  const other = subAccount(zoe, limited(limitOf(euros(50_00), bruno)));
  const company = [...accounts.filter(({ id }) => id !== zoe.personId), other];
  const asked = (account: typeof buyer, amountMinor: number): string[] => {
    const authorization = { buyer: account, accounts: company, policy: defaultAuthorizationPolicy };
    const requester = { personId: account.id, name: account.name };
    const order = submitted(
      [rule({ when: "authorizer-limit-exceeded" })],
      { requester, totals: totals(euros(amountMinor)) },
      { authorization },
    );
    return order.flow.stages.flatMap(({ candidates }) => candidates.map(({ name }) => name));
  };

  it.each([
    ["within every limit", buyer, 100_00, []],
    ["over the lower limit", buyer, 100_01, ["Ada"]],
    ["over both", buyer, 1_000_01, ["Ada", "Bruno"]],
    ["within the other's limit", other, 50_00, []],
    ["over the other's limit", other, 50_01, ["Bruno"]],
  ])("S01 S02 S51 ask the authorizers of their own sub-account's limits: %s", (_, account, amountMinor, names) => {
    expect(asked(account, amountMinor)).toEqual(names);
  });
});
