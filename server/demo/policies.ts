import { defaultConduct } from "#shared/domain/policy.ts";
import type { Requirement, StageRole } from "#shared/domain/approval-flow.ts";
import { policyIdSchema } from "#shared/domain/ids.ts";
import { money } from "#shared/domain/money.ts";
import type { Organisation } from "#shared/domain/organisation.ts";
import type { Person } from "#shared/domain/people.ts";
import { referenceTo } from "#shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule, RuleCondition } from "#shared/domain/policy.ts";

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

const rule = (
  condition: RuleCondition,
  role: StageRole,
  requirement: Requirement,
  ...candidates: readonly Person[]
): ApprovalRule => ({ condition, role, requirement, candidates: candidates.map(referenceTo) });

type Conduct = Pick<ApprovalPolicy, keyof typeof defaultConduct>;
const strict: Conduct = defaultConduct;

const policy = (organisation: Organisation, conduct: Conduct, ...rules: ApprovalRule[]): ApprovalPolicy => ({
  id: policyIdSchema.parse(organisation.id.replace("org-", "policy-")),
  version: 1,
  organisationId: organisation.id,
  ...conduct,
  rules,
});

const { ovens, shops, fleet, wards } = costCentres;
const p = people;

/** What holds for companies that have no policy of their own, such as those that arrive with imported orders. */
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
    rule(recurring, "approver", any, p.wilhelmina, p.jasper),
    rule(above(2_000_00, "EUR", p.toby), "authorizer", any, p.celia, p.felix),
    rule(above(15_000_00, "EUR"), "account-manager", any, p.agnes),
  ),
  policy(
    organisations.blueheron,
    strict,
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
    { ...defaultConduct, rejectionReason: "optional" },
    rule(above(1_500_00, "USD"), "authorizer", any, p.matilda, p.jack, p.ruby),
    rule(above(8_000_00, "USD"), "account-manager", all, p.arlo, p.ruby),
  ),
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
  ),
  policy(
    organisations.hoshizora,
    strict,
    rule(above(150_000, "JPY"), "approver", any, p.haruka),
    rule(above(2_000_000, "JPY"), "distributor", any, p.marlow, p.odette),
  ),
  policy(
    organisations.wrenWalnut,
    strict,
    rule(above(1_000_00, "CHF"), "authorizer", any, p.urs),
    rule(above(5_000_00, "CHF"), "distributor", any, p.marlow, p.odette),
  ),
  policy(
    organisations.glacierFern,
    { ...defaultConduct, rejectionReason: "none", selfApproval: "allowed" },
    rule(recurring, "approver", any, p.saga, p.nils),
    rule(above(20_000_00, "SEK"), "distributor", any, p.marlow, p.odette),
  ),
];
