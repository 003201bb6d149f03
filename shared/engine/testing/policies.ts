import fc from "fast-check";

import type { EscalationRule, Requirement } from "#shared/domain/approval-flow.ts";
import type { BudgetTerm } from "#shared/domain/budget.ts";
import { organisationIdSchema, policyIdSchema } from "#shared/domain/ids.ts";
import type { Money } from "#shared/domain/money.ts";
import { money } from "#shared/domain/money.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule, RuleCondition } from "#shared/domain/policy.ts";
import { ada, bruno, clara, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

const everybody = [rita, max, ada, bruno, clara, zoe] as const;
export const anybody: fc.Arbitrary<PersonReference> = fc.constantFrom(...everybody);

const currency = fc.constantFrom("EUR", "EUR", "EUR", "USD", "JPY", "KWD");
export const price: fc.Arbitrary<Money> = fc
  .tuple(fc.oneof(fc.constantFrom(0, 99_99, 100_00, 100_01), fc.integer({ min: 0, max: 5_000_00 })), currency)
  .map(([amountMinor, code]) => money(amountMinor, code));

const term: fc.Arbitrary<BudgetTerm> = fc.constantFrom<BudgetTerm>(
  { period: "weekly" },
  { period: "monthly" },
  { period: "yearly" },
);

const condition: fc.Arbitrary<RuleCondition> = fc.oneof(
  price.map((limit): RuleCondition => ({ when: "spending-limit-exceeded", limit })),
  fc.tuple(price, anybody).map(([limit, { personId }]): RuleCondition => ({
    when: "spending-limit-exceeded",
    limit,
    requesterId: personId,
  })),
  fc
    .tuple(price, term, fc.constantFrom("net" as const, "gross" as const), fc.boolean())
    .map(([amount, term, priceType, isPersonal]): RuleCondition => ({
      when: "budget-exceeded",
      budget: {
        owner: isPersonal
          ? { kind: "requester", personId: rita.personId }
          : { kind: "cost-centre", costCentreId: "cc-1" },
        amount,
        term,
        timeZone: "Europe/Berlin",
      },
      settings: { priceType, comparison: "exceeds" },
    })),
  fc.constantFrom<RuleCondition>(
    { when: "cost-centre", costCentreId: "cc-1" },
    { when: "recurring-order" },
    { when: "amount-unknown" },
    { when: "reseller-approval" },
    { when: "authorizer-limit-exceeded" },
    { when: "credit-risk-group" },
    { when: "every-order" },
  ),
);

const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.constantFrom<Requirement>({ mode: "any" }, { mode: "all" }),
  fc.integer({ min: 1, max: 3 }).map((n): Requirement => ({ mode: "n-of-m", n })),
);

const escalation: fc.Arbitrary<EscalationRule> = fc.oneof(
  anybody.map((person): EscalationRule => ({ to: "person", afterHours: 2, person })),
  fc.constant<EscalationRule>({ to: "next-stage", afterHours: 1 }),
);

const rule: fc.Arbitrary<ApprovalRule> = fc.record(
  {
    condition,
    role: fc.constantFrom("approver" as const, "authorizer" as const, "reseller" as const),
    requirement,
    candidates: fc.array(anybody, { maxLength: 5 }),
    escalation,
  },
  { requiredKeys: ["condition", "role", "requirement", "candidates"] },
);

/** Any rules, in any order, with any settings; candidates may be missing or named twice. */
export const policies: fc.Arbitrary<ApprovalPolicy> = fc.record({
  id: fc.constant(policyIdSchema.parse("policy")),
  version: fc.integer({ min: 1, max: 9 }),
  organisationId: fc.constant(organisationIdSchema.parse("org-customer")),
  rejectionReason: fc.constantFrom("required" as const, "optional" as const, "none" as const),
  selfApproval: fc.constantFrom("forbidden" as const, "allowed" as const),
  reversal: fc.constantFrom("until-released" as const, "until-released" as const, "never" as const),
  limitComparison: fc.constantFrom("exceeds" as const, "reaches" as const),
  rules: fc.array(rule, { maxLength: 5 }),
});
