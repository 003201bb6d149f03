import { defaultPolicySettings } from "#shared/domain/policy.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { orderIdSchema, organisationIdSchema, policyIdSchema } from "#shared/domain/ids.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import type { Money } from "#shared/domain/money.ts";
import { money } from "#shared/domain/money.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule, RuleCondition } from "#shared/domain/policy.ts";
import { ada, at, bruno, clara, max, orderWith, rita, totals, zoe } from "#shared/testing/fixtures/approval.ts";

import type { OrderFacts } from "./plan-context.ts";
import { planStages, flowPolicyOf } from "./plan.ts";

const rule = (condition: RuleCondition, candidates: PersonReference[], more: Partial<ApprovalRule> = {}) => ({
  condition,
  role: "approver" as const,
  requirement: { mode: "any" as const },
  candidates,
  ...more,
});

const policy = (rules: ApprovalRule[], more: Partial<ApprovalPolicy> = {}): ApprovalPolicy => ({
  id: policyIdSchema.parse("policy"),
  version: 3,
  organisationId: organisationIdSchema.parse("org-customer"),
  ...defaultPolicySettings,
  rules,
  ...more,
});

const order = (gross: Money | undefined, more: Partial<OrderFacts> = {}): OrderFacts => ({
  id: orderIdSchema.parse("order-1"),
  placedAt: at(0),
  requester: rita,
  lines: orderWith([]).lines,
  customer: { organisationId: organisationIdSchema.parse("org-customer"), name: "Customer" },
  totals: totals(gross),
  ...more,
});

const euros = (amountMinor: number) => money(amountMinor, "EUR");
const aboveHundred: RuleCondition = { when: "spending-limit-exceeded", limit: euros(100_00) };
const everyOrder: RuleCondition = { when: "every-order" };
const marketing = { id: "cc-1", name: "Marketing" };
const forMarketing = rule({ when: "cost-centre", costCentreId: "cc-1" }, [max], { role: "cost-centre-manager" });
const monthly = {
  interval: "P1M",
  startsAt: instantSchema.parse("2026-12-31T09:00:00.000Z"),
  timeZone: "UTC",
};

const plan = (facts: OrderFacts, rules: ApprovalRule[], more?: Partial<ApprovalPolicy>) => {
  const planned = planStages(facts, policy(rules, more));
  if (!planned.ok) throw new Error(JSON.stringify(planned.error));
  return planned.value;
};
const reasons = (facts: OrderFacts, rules: ApprovalRule[]) => plan(facts, rules).map(({ condition }) => condition.when);

describe("the plan of an approval flow", () => {
  it("I05 has no stage without a cost centre and without an exceeded limit", () => {
    expect(plan(order(euros(99_00)), [forMarketing, rule(aboveHundred, [ada])])).toEqual([]);
  });

  it("stores with the stage when and to whom its rule escalates, if it does", () => {
    const escalation = { to: "next-stage", afterHours: 48 } as const;
    const [first, second] = plan(order(euros(1)), [rule(everyOrder, [ada], { escalation }), rule(everyOrder, [max])]);
    expect(first).toMatchObject({ condition: { when: "every-order" }, escalation });
    expect(second).not.toHaveProperty("escalation");
  });

  it("I03 asks the cost centre manager before the approver", () => {
    const stages = plan(order(euros(500_00), { costCentre: marketing }), [forMarketing, rule(aboveHundred, [ada])]);
    expect(stages.map(({ role, candidates }) => [role, candidates])).toEqual([
      ["cost-centre-manager", [max]],
      ["approver", [ada]],
    ]);
    expect(stages[0]?.condition).toEqual({ when: "cost-centre", costCentre: "Marketing" });
  });

  it("I03 asks only the manager of the order's own cost centre", () => {
    const sales = { id: "cc-2", name: "Sales" };
    expect(plan(order(euros(1), { costCentre: sales }), [forMarketing])).toEqual([]);
  });

  it("S08 S29 asks when the amount is strictly greater than the limit", () => {
    const limit = [rule(aboveHundred, [ada])];
    expect(reasons(order(euros(100_00)), limit)).toEqual([]);
    expect(plan(order(euros(100_01)), limit)[0]?.condition).toEqual({
      when: "spending-limit-exceeded",
      limit: euros(100_00),
      amount: euros(100_01),
    });
  });

  it("S08 compares the gross total, not the net", () => {
    const dear = { ...totals(euros(110_00)), net: totals(euros(90_00)).net };
    expect(reasons(order(undefined, { totals: dear }), [rule(aboveHundred, [ada])])).toHaveLength(1);
  });

  it("S28 S30 makes every exceeded limit a level of its own", () => {
    const limits = [
      rule(aboveHundred, [ada]),
      rule({ when: "spending-limit-exceeded", limit: euros(1_000_00) }, [bruno]),
    ];
    expect(plan(order(euros(500_00)), limits).map(({ candidates }) => candidates)).toEqual([[ada]]);
    expect(plan(order(euros(5_000_00)), limits).map(({ candidates }) => candidates)).toEqual([[ada], [bruno]]);
  });

  it("S08 applies a limit of one requester to that requester alone", () => {
    const ofZoe: RuleCondition = { when: "spending-limit-exceeded", limit: euros(1), requesterId: zoe.personId };
    expect(plan(order(euros(500_00)), [rule(ofZoe, [ada])])).toEqual([]);
    expect(plan(order(euros(500_00), { requester: zoe }), [rule(ofZoe, [ada])])).toHaveLength(1);
  });

  it("asks when the limit is in another currency and cannot be compared", () => {
    expect(reasons(order(money(1, "JPY")), [rule(aboveHundred, [ada])])).toEqual(["spending-limit-exceeded"]);
  });

  it("asks when the amount is unknown: it exceeds every limit and is never zero", () => {
    const limits = [rule(aboveHundred, [ada]), rule({ when: "amount-unknown" }, [bruno])];
    expect(reasons(order(undefined), limits)).toEqual(["amount-unknown", "amount-unknown"]);
    expect(plan(order(euros(0)), limits)).toEqual([]);
  });

  it("I23 refuses an unknown amount that no rule asks anybody about", () => {
    expect(planStages(order(undefined), policy([forMarketing]))).toEqual({
      ok: false,
      error: { code: "no-approver", args: { role: "approver" } },
    });
  });

  it("I17 asks for every subscription, whatever the budget", () => {
    const recurring = [rule({ when: "recurring-order" }, [ada]), rule(aboveHundred, [bruno])];
    expect(plan(order(euros(1), { recurrence: monthly }), recurring).map(({ condition }) => condition)).toEqual([
      { when: "recurring-order", interval: "P1M" },
    ]);
    expect(plan(order(euros(1)), recurring)).toEqual([]);
  });

  it("W02 asks the reseller about its customers' orders, naming the customer", () => {
    const [stage] = plan(order(euros(1)), [rule({ when: "reseller-approval" }, [max], { role: "reseller" })]);
    expect(stage?.condition).toEqual({ when: "reseller-approval", customer: "Customer" });
  });

  it("keeps the order of the rules and gives each stage its own id", () => {
    const stages = plan(order(euros(1)), [rule(everyOrder, [ada]), rule(everyOrder, [bruno])]);
    expect(stages.map(({ id }) => id)).toEqual(["stage-1", "stage-2"]);
  });

  it("I24 asks the same person twice when two rules name them", () => {
    expect(plan(order(euros(1)), [rule(everyOrder, [ada]), rule(everyOrder, [ada])])).toHaveLength(2);
  });

  it("I26 leaves the requester out, unless self-approval is allowed", () => {
    const rules = [rule(everyOrder, [rita, ada])];
    expect(plan(order(euros(1)), rules)[0]?.candidates).toEqual([ada]);
    expect(plan(order(euros(1)), rules, { selfApproval: "allowed" })[0]?.candidates).toEqual([rita, ada]);
  });

  it.each([
    ["nobody", [], "any"],
    ["only the requester", [rita], "any"],
    ["nobody of whom all must approve", [], "all"],
    ["too few", [ada, rita], "n-of-m"],
    ["one person named twice, where two must approve", [ada, ada], "n-of-m"],
  ] as const)("I23 refuses a stage with %s", (_who, candidates, mode) => {
    const requirement = mode === "n-of-m" ? { mode, n: 2 } : { mode };
    const planned = planStages(order(euros(1)), policy([rule(everyOrder, [...candidates], { requirement })]));
    expect(planned).toEqual({ ok: false, error: { code: "no-approver", args: { role: "approver" } } });
  });

  it("I23 ignores an empty rule that does not ask", () => {
    expect(plan(order(euros(1)), [rule(aboveHundred, [])])).toEqual([]);
  });

  it("asks a person who is named twice only once, because they decide once", () => {
    const [stage] = plan(order(euros(1)), [rule(everyOrder, [ada, bruno, ada], { requirement: { mode: "all" } })]);
    expect(stage?.candidates).toEqual([ada, bruno]);
  });

  it("keeps the policy's settings that were in force", () => {
    expect(flowPolicyOf(policy([], { rejectionReason: "optional" }))).toEqual({
      id: "policy",
      version: 3,
      rejectionReason: "optional",
      selfApproval: "forbidden",
      reversal: "until-released",
    });
  });

  it("I23 never asks fewer people than must approve, whatever the policy", () => {
    const people = fc.array(fc.constantFrom(rita, max, ada, bruno, clara), { maxLength: 6 });
    const requirement = fc.oneof(
      fc.constant({ mode: "any" } as const),
      fc.constant({ mode: "all" } as const),
      fc.record({ mode: fc.constant("n-of-m" as const), n: fc.integer({ min: 1, max: 4 }) }),
    );
    fc.assert(
      fc.property(people, requirement, fc.constantFrom("allowed", "forbidden"), (candidates, asked, selfApproval) => {
        const planned = planStages(
          order(euros(1)),
          policy([rule(everyOrder, candidates, { requirement: asked })], { selfApproval }),
        );
        const ids = planned.ok ? planned.value.flatMap((stage) => stage.candidates.map((each) => each.personId)) : [];
        const least = asked.mode === "n-of-m" ? asked.n : 1;
        expect(planned.ok).toBe(ids.length >= least);
        expect(new Set(ids).size).toBe(ids.length);
        expect(selfApproval === "forbidden" && ids.includes(rita.personId)).toBe(false);
      }),
    );
  });
});
