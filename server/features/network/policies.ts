import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import type { PolicyRequest, PolicyAnswer } from "@countersign/shared/contract/api/policies.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import { policyIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule } from "@countersign/shared/domain/policy.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, malformedProblem } from "#server/foundation/http/problem.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { allOrganisations, lockMembers, peopleOf } from "#server/records/people/members.ts";
import type { StoredPolicy } from "#server/records/policies/policy-store.ts";
import { dropPolicy, ownPolicy, storePolicy } from "#server/records/policies/policy-store.ts";
import { policyFor } from "#server/records/policies/policy.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import type { Administered } from "./authority.ts";
import { administered } from "./authority.ts";
import type { PolicyChange } from "./sellers-rules.ts";
import { isOfSellers, requireSellersRules, saysTheSame } from "./sellers-rules.ts";

const inForce = (
  db: Database | Tx,
  tenantId: string,
  { organisation, above }: Administered,
): Promise<ApprovalPolicy | undefined> => {
  const resellers = above.filter(({ kind }) => kind === "reseller");
  return policyFor(
    db,
    tenantId,
    [organisation, ...resellers].map(({ id }) => id),
  );
};

/** The policy that the organisation's next order is planned by. @throws HttpProblem 403, 404. */
export const approvalPolicyOf = async (
  { db }: Pick<Services, "db">,
  session: Session,
  id: OrganisationId,
): Promise<PolicyAnswer> => {
  const found = administered(session, await allOrganisations(db, session.tenantId), id);
  const policy = await inForce(db, session.tenantId, found);
  if (policy === undefined) throw new HttpProblem(404, "not-found");
  return { policy, isInherited: policy.organisationId !== id };
};

/** Everybody of the organisation and of those above it: they may be asked, as long as they are active. */
const changeOf = async (tx: Tx, found: Administered): Promise<PolicyChange> => {
  const { organisation, above } = found;
  const people = await peopleOf(
    tx,
    [organisation, ...above].map(({ id }) => id),
  );
  return { ...found, people: new Map(people.map((person) => [person.id, person])) };
};

/** Conditions that name their own people ask nobody else. */
const namesItsPeople = ({ when }: ApprovalRule["condition"]): boolean =>
  when === "authorizer-limit-exceeded" || when === "credit-risk-group";

type WantedRule = PolicyRequest["rules"][number];

/** The rule with the names that its people have now, or every place in it that does not fit. */
const checkedRule = (
  { candidates, escalation, ...rest }: WantedRule,
  path: string,
  { people, organisation, above }: PolicyChange,
): { readonly rule: ApprovalRule; readonly problems: FieldProblem[] } => {
  const kinds = new Map([organisation, ...above].map(({ id, kind }) => [id, kind]));
  const problems: FieldProblem[] = [];
  const known = (place: string, personId: PersonId): Person | undefined => {
    const person = people.get(personId);
    if (person?.isActive === true) return person;
    problems.push({ path: `${path}.${place}`, code: "nobody-active-in-chain" });
    return undefined;
  };
  const asked = candidates.flatMap(({ personId }, index) => known(`candidates.${index}.personId`, personId) ?? []);
  const isSellers = rest.role === "reseller" || rest.role === "distributor";
  if (isSellers && asked.some(({ organisationId }) => kinds.get(organisationId) !== rest.role))
    problems.push({ path: `${path}.candidates`, code: "names-somebody-not-of-role", args: { role: rest.role } });
  if (candidates.length === 0 && !namesItsPeople(rest.condition))
    problems.push({ path: `${path}.candidates`, code: "names-nobody-to-ask" });
  const different = new Set(candidates.map(({ personId }) => personId)).size;
  if (different < candidates.length) problems.push({ path: `${path}.candidates`, code: "names-somebody-twice" });
  if (rest.requirement.mode === "n-of-m" && rest.requirement.n > different && different > 0)
    problems.push({ path: `${path}.requirement.n`, code: "more-than-candidates" });
  const base = { ...rest, candidates: asked.map(referenceTo) };
  if (escalation?.to !== "person") return { rule: escalation === undefined ? base : { ...base, escalation }, problems };
  const to = known("escalation.person.personId", escalation.person.personId);
  const rule = to === undefined ? base : { ...base, escalation: { ...escalation, person: referenceTo(to) } };
  return { rule, problems };
};

/**
 * What sellers wrote stays as it is stored, with people who have left since: it is not for the company to mend.
 * @throws HttpProblem 422 with every place that does not fit.
 */
const checkedRules = (
  wanted: PolicyRequest["rules"],
  change: PolicyChange,
  before: ApprovalPolicy | undefined,
): ApprovalRule[] => {
  const sellers = before?.rules.filter((rule) => isOfSellers(rule, change)) ?? [];
  const checked = wanted.map((rule, index) => {
    const kept = sellers.find((other) => saysTheSame(other, rule));
    return kept === undefined ? checkedRule(rule, `rules.${index}`, change) : { rule: kept, problems: [] };
  });
  const [first, ...others] = checked.flatMap(({ problems }) => problems);
  if (first !== undefined) throw malformedProblem([first, ...others], 422);
  return checked.map(({ rule }) => rule);
};

/** The organisation's own policy, if it is still the version that was seen. @throws HttpProblem 409. */
const seenPolicy = async (
  tx: Tx,
  tenantId: string,
  id: OrganisationId,
  seen: number,
): Promise<StoredPolicy | undefined> => {
  const own = await ownPolicy(tx, tenantId, id);
  const current = own?.policy.version ?? 0;
  if (current !== seen) throw new HttpProblem(409, "document-changed", { seen, current });
  return own;
};

/**
 * Gives an organisation a policy of its own, or the next version of it. Orders that wait keep the rules that they were
 * planned by. @throws HttpProblem.
 */
export const putApprovalPolicy = (
  services: Services,
  session: Session,
  id: OrganisationId,
  { version: seen, rules, ...conduct }: PolicyRequest,
): Promise<PolicyAnswer> => {
  const { tenantId } = session;
  const newId = policyIdSchema.parse(services.ids.next());
  return writeChanges(services, tenantId, async (tx) => {
    await lockMembers(tx, tenantId);
    const change = await changeOf(tx, administered(session, await allOrganisations(tx, tenantId), id));
    const own = await seenPolicy(tx, tenantId, id, seen);
    const before = await inForce(tx, tenantId, change);
    const policy: ApprovalPolicy = {
      id: own?.policy.id ?? newId,
      version: seen + 1,
      organisationId: id,
      ...conduct,
      rules: checkedRules(rules, change, before),
    };
    requireSellersRules(change, before, policy);
    await storePolicy(tx, tenantId, policy);
    return { answer: { policy, isInherited: false }, changes: [] };
  });
};

/** Takes an organisation's own policy away: the nearest one above counts from then on. @throws HttpProblem. */
export const removeApprovalPolicy = (
  services: Services,
  session: Session,
  id: OrganisationId,
  seen: number,
): Promise<PolicyAnswer> => {
  const { tenantId } = session;
  return writeChanges(services, tenantId, async (tx) => {
    await lockMembers(tx, tenantId);
    const change = await changeOf(tx, administered(session, await allOrganisations(tx, tenantId), id));
    const own = await seenPolicy(tx, tenantId, id, seen);
    if (own === undefined) throw new HttpProblem(404, "not-found");
    if (own.isNetworks) throw new HttpProblem(409, "policy-needed");
    await dropPolicy(tx, own.policy.id);
    const inherited = await inForce(tx, tenantId, change);
    if (inherited === undefined) throw new HttpProblem(409, "policy-needed");
    requireSellersRules(change, own.policy, inherited);
    return { answer: { policy: inherited, isInherited: true }, changes: [] };
  });
};
