import { describe, expect, it } from "vitest";

import type { Budget } from "#shared/domain/budget.ts";
import { organisationIdSchema, policyIdSchema } from "#shared/domain/ids.ts";
import { money } from "#shared/domain/money.ts";
import type { ApprovalPolicy, ApprovalRule, RuleCondition } from "#shared/domain/policy.ts";
import { defaultPolicySettings } from "#shared/domain/policy.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import { account, cash } from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";
import { accounts, buyer } from "#shared/engine/accounts/testing/company.ts";
import { atDistributor, atSeller, withCustomer, withSeller } from "./credit-risk/testing/chain.ts";
import { customer } from "./credit-risk/testing/settings.ts";
import { ada, bruno, clara, max, orderWith, rita, totals, zoe } from "#shared/testing/fixtures/approval.ts";

import { withFlow } from "../approval/decide.ts";
import { planStages, flowPolicyOf } from "./plan.ts";
import type { PlanContext } from "./plan-context.ts";
import { noContext } from "./plan-context.ts";
import { simulate } from "./simulate.ts";

const euros = (amountMinor: number) => money(amountMinor, "EUR");

const rule = (condition: RuleCondition, ...candidates: ApprovalRule["candidates"]): ApprovalRule => ({
  condition,
  role: "approver",
  requirement: { mode: "any" },
  candidates,
});

const policy = (...rules: ApprovalRule[]): ApprovalPolicy => ({
  id: policyIdSchema.parse("policy"),
  version: 1,
  organisationId: organisationIdSchema.parse("org-customer"),
  ...defaultPolicySettings,
  rules,
});

/** Rita's order over so many minor units of euros. */
const order = (grossMinor: number, more: Partial<ReturnType<typeof orderWith>> = {}) => ({
  ...orderWith([]),
  totals: totals(euros(grossMinor)),
  ...more,
});

const planned = (facts: ReturnType<typeof order>, rules: ApprovalRule[], context: Partial<PlanContext> = {}) => {
  const result = planStages(facts, policy(...rules), { ...noContext, ...context });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.map(({ step, role, condition, candidates }) => ({
    step,
    role,
    when: condition.when,
    asks: candidates.map(({ name }) => name),
  }));
};

describe("the plan with everything it depends on", () => {
  it("I03 I04 I25 asks the cost centre's manager, and then an approver when the budget is exceeded by past orders", () => {
    const budget: Budget = {
      owner: { kind: "requester", personId: rita.personId },
      amount: euros(500_00),
      term: { period: "monthly" },
      timeZone: "Europe/Berlin",
    };
    const rules = [
      { ...rule({ when: "cost-centre", costCentreId: "cc-1" }, max), role: "cost-centre-manager" as const },
      rule({ when: "budget-exceeded", budget, settings: { priceType: "gross", comparison: "exceeds" } }, ada),
    ];
    const facts = order(200_00, { costCentre: { id: "cc-1", name: "Marketing" } });
    const past = order(300_00, { status: "approved" });
    const earlier = { ...past, id: "order-0" as typeof past.id };
    expect(planned(facts, rules, { pastOrders: [earlier] }).map(({ role }) => role)).toEqual(["cost-centre-manager"]);
    const more = { ...earlier, totals: totals(euros(300_01)) };
    expect(planned(facts, rules, { pastOrders: [more] })).toEqual([
      { step: 1, role: "cost-centre-manager", when: "cost-centre", asks: ["Max"] },
      { step: 2, role: "approver", when: "budget-exceeded", asks: ["Ada"] },
    ]);
  });

  it("S30 S31 asks one stage for each limit of the sub-account that the order exceeds, ascending", () => {
    const authorization = { buyer, accounts, policy: defaultAuthorizationPolicy };
    const rules = [rule({ when: "authorizer-limit-exceeded" })];
    expect(planned(order(100_00), rules, { authorization })).toEqual([]);
    expect(planned(order(1_000_01), rules, { authorization })).toEqual([
      { step: 1, role: "authorizer", when: "authorizer-limit-exceeded", asks: ["Ada"] },
      { step: 2, role: "authorizer", when: "authorizer-limit-exceeded", asks: ["Bruno"] },
    ]);
  });

  it("S36 refuses with the remedy when nobody is left to authorize a limit", () => {
    const authorization = { buyer, accounts: [buyer], policy: defaultAuthorizationPolicy };
    const result = planStages(order(2_000_00), policy(rule({ when: "authorizer-limit-exceeded" })), {
      ...noContext,
      authorization,
    });
    expect(result).toMatchObject({ ok: false, error: { code: "limit-without-authorizer" } });
  });

  it("W02 W05 asks the reseller as the customer's switch says", () => {
    const rules = [rule({ when: "reseller-approval" }, zoe)];
    const reseller = { account: account({ payment: cash }), approval: undefined, approvers: [bruno] };
    expect(planned(order(1_00), rules, { reseller })).toMatchObject([{ role: "reseller", asks: ["Bruno"] }]);
    const approval = { customerId: organisationIdSchema.parse("org-customer"), isOn: false };
    expect(planned(order(1_00), rules, { reseller: { ...reseller, approval } })).toEqual([]);
  });

  it("A70 A86 A88 asks all partners of the chain with a group of their own in one step, at their own prices", () => {
    const facts = order(150_00, { customer });
    const partners = [atSeller(withCustomer), atDistributor(withSeller)];
    expect(planned(facts, [rule({ when: "credit-risk-group" })], { partners })).toEqual([
      { step: 1, role: "reseller", when: "credit-risk-group", asks: ["Max"] },
      { step: 1, role: "distributor", when: "credit-risk-group", asks: ["Ada", "Bruno"] },
    ]);
    expect(planned(facts, [rule({ when: "credit-risk-group" })], { partners: [atSeller(), atDistributor()] })).toEqual(
      [],
    );
  });

  it("compares a limit in its own currency at the given rate, and asks if there is none", () => {
    const rules = [rule({ when: "spending-limit-exceeded", limit: money(120_00, "USD") }, ada)];
    const rates = [{ from: "EUR", to: "USD", rate: "1.2" }];
    expect(planned(order(100_00), rules, { rates })).toEqual([]);
    expect(planned(order(100_01), rules, { rates })).toHaveLength(1);
    expect(planned(order(1), rules)).toHaveLength(1);
  });

  it("asks at exactly the limit when the policy's comparison says so", () => {
    const limit: RuleCondition = { when: "spending-limit-exceeded", limit: euros(100_00) };
    const strict = { ...policy(rule(limit, ada)), limitComparison: "reaches" as const };
    const stages = planStages(order(100_00), strict);
    expect(stages.ok && stages.value.length).toBe(1);
    expect(planned(order(100_00), [rule(limit, ada)])).toEqual([]);
  });

  it("is stored with the order: a later policy changes no running flow", () => {
    const before = policy(rule({ when: "every-order" }, ada));
    const stages = planStages(order(1), before);
    if (!stages.ok) throw new Error("not planned");
    const running = withFlow(order(1), {
      policy: flowPolicyOf(before),
      stages: stages.value,
      decisions: [],
      comments: [],
    });
    const after = { ...before, version: 2, rejectionReason: "none" as const, rules: [] };
    expect(running.flow.policy).toMatchObject({ version: 1, rejectionReason: "required" });
    expect(running.status).toBe("pending");
    expect(simulate(order(1), after)).toEqual({ ok: true, value: { isNotNeeded: true, stages: [] } });
  });
});

describe("a simulation", () => {
  it("answers who would have to approve a draft, and why", () => {
    const limit: RuleCondition = { when: "spending-limit-exceeded", limit: euros(1_000_00) };
    const answer = simulate(order(1_240_00), policy(rule(limit, ada, clara)));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        isNotNeeded: false,
        stages: [
          {
            role: "approver",
            asks: ["Ada", "Clara"],
            state: "open",
            reason: { code: "spending-limit", args: { amount: euros(1_240_00), limit: euros(1_000_00) } },
          },
        ],
      },
    });
  });

  it("I23 fails as the submission would, with the remedy", () => {
    expect(simulate(order(1), policy(rule({ when: "every-order" })))).toEqual({
      ok: false,
      error: { code: "no-approver", args: { role: "approver" } },
    });
  });
});
