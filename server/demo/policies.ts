import type { BudgetOwner } from "@countersign/shared/domain/budget.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import type { Requirement, StageRole } from "@countersign/shared/domain/approval-flow.ts";
import { policyIdSchema } from "@countersign/shared/domain/ids.ts";
import { money } from "@countersign/shared/domain/money.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule, RuleCondition } from "@countersign/shared/domain/policy.ts";

import type { CostCentre } from "./cost-centres.ts";
import { costCentres } from "./cost-centres.ts";
import { organisations } from "./organisations.ts";
import { people } from "./people.ts";

const any: Requirement = { mode: "any" };
const all: Requirement = { mode: "all" };
const atLeast = (n: number): Requirement => ({ mode: "n-of-m", n });

const everyOrder: RuleCondition = { when: "every-order" };
const recurring: RuleCondition = { when: "recurring-order" };
const unpriced: RuleCondition = { when: "amount-unknown" };
const ofCustomers: RuleCondition = { when: "reseller-approval" };
const charging = ({ id }: { readonly id: string }): RuleCondition => ({ when: "cost-centre", costCentreId: id });
const above = (amountMinor: number, currency: string, requester?: Person): RuleCondition => ({
  when: "spending-limit-exceeded",
  limit: money(amountMinor, currency),
  ...(requester === undefined ? {} : { requesterId: requester.id }),
});

const overBudget = (owner: BudgetOwner, amountMinor: number, currency: string, timeZone: string): RuleCondition => ({
  when: "budget-exceeded",
  budget: { owner, amount: money(amountMinor, currency), term: { period: "monthly" }, timeZone },
  settings: { priceType: "gross", comparison: "exceeds" },
});
const spentOn = ({ id: costCentreId }: CostCentre): BudgetOwner => ({ kind: "cost-centre", costCentreId });
const spentBy = ({ id: personId }: Person): BudgetOwner => ({ kind: "requester", personId });
const asAccountsSay: RuleCondition = { when: "authorizer-limit-exceeded" };
const asGroupsSay: RuleCondition = { when: "credit-risk-group" };

const rule = (
  condition: RuleCondition,
  role: StageRole,
  requirement: Requirement,
  ...candidates: readonly Person[]
): ApprovalRule => ({ condition, role, requirement, candidates: candidates.map(referenceTo) });

type Conduct = Pick<ApprovalPolicy, keyof typeof defaultPolicySettings>;
const strict: Conduct = defaultPolicySettings;

const policy = (organisation: Organisation, conduct: Conduct, ...rules: ApprovalRule[]): ApprovalPolicy => ({
  id: policyIdSchema.parse(organisation.id.replace("org-", "policy-")),
  version: 1,
  organisationId: organisation.id,
  ...conduct,
  rules,
});

const escalated = (asked: ApprovalRule, afterHours: number, person: Person): ApprovalRule => ({
  ...asked,
  escalation: { to: "person", afterHours, person: referenceTo(person) },
});

const { ovens, shops, fleet, presses, wards } = costCentres;
const p = people;

/** For companies without a policy of their own, such as those added by imported orders. */
export const defaultPolicy: ApprovalPolicy = policy(
  organisations.lanternfish,
  strict,
  rule(everyOrder, "distributor", any, p.marlow, p.odette),
);

/** One policy per customer; together they show every condition and every mode. */
export const customerPolicies: readonly ApprovalPolicy[] = [
  policy(
    organisations.marigold,
    strict,
    rule(charging(ovens), "cost-centre-manager", any, p.theo),
    rule(charging(shops), "cost-centre-manager", any, p.nora),
    rule(above(250_00, "EUR"), "approver", any, p.ada, p.bruno),
    rule(above(10_000_00, "EUR"), "account-manager", any, p.isolde),
  ),
  policy(
    organisations.pinecone,
    strict,
    rule(charging(presses), "cost-centre-manager", any, p.clement),
    rule(overBudget(spentOn(presses), 4_000_00, "EUR", "Europe/Berlin"), "approver", any, p.wilhelmina, p.jasper),
    rule(overBudget(spentBy(p.toby), 6_000_00, "EUR", "Europe/Berlin"), "approver", any, p.wilhelmina, p.jasper),
    rule(recurring, "approver", any, p.wilhelmina, p.jasper),
    rule(above(2_000_00, "EUR", p.toby), "authorizer", any, p.celia, p.felix),
    rule(above(15_000_00, "EUR"), "account-manager", any, p.agnes),
  ),
  policy(
    organisations.blueheron,
    strict,
    rule(ofCustomers, "reseller", any, p.rosalind, p.duncan),
    rule(charging(fleet), "cost-centre-manager", any, p.rory),
    rule(everyOrder, "approver", atLeast(2), p.gwen, p.silas, p.petra),
  ),
  policy(
    organisations.thistledown,
    strict,
    rule(ofCustomers, "reseller", any, p.rosalind, p.duncan),
    rule(recurring, "approver", any, p.beatrix),
  ),
  policy(
    organisations.quokka,
    { ...defaultPolicySettings, rejectionReason: "optional" },
    rule(asAccountsSay, "authorizer", any),
  ),
  policy(organisations.juniper, strict, rule(asGroupsSay, "distributor", any)),
  policy(
    organisations.duneLantern,
    strict,
    rule(ofCustomers, "reseller", any, p.layla),
    rule(above(500_000, "KWD"), "approver", all, p.salma, p.karim),
  ),
  policy(
    organisations.oliveCourt,
    strict,
    rule(charging(wards), "cost-centre-manager", any, p.nadia),
    rule(unpriced, "account-manager", any, p.mariam),
    rule(asGroupsSay, "distributor", any),
  ),
  policy(
    organisations.hoshizora,
    strict,
    escalated(rule(above(150_000, "JPY"), "approver", any, p.haruka), 72, p.marlow),
    rule(above(2_000_000, "JPY"), "distributor", any, p.marlow, p.odette),
  ),
  policy(
    organisations.wrenWalnut,
    strict,
    rule(above(1_000_00, "CHF"), "authorizer", any, p.urs),
    rule(asGroupsSay, "distributor", any),
  ),
  policy(
    organisations.glacierFern,
    { ...defaultPolicySettings, rejectionReason: "none", selfApproval: "allowed" },
    rule(recurring, "approver", any, p.saga, p.nils),
    rule(above(20_000_00, "SEK"), "distributor", any, p.marlow, p.odette),
  ),
];
