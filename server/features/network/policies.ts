import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";
import type { PolicyRequest, PolicyAnswer } from "@countersign/shared/contract/api/policies.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import { policyIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule } from "@countersign/shared/domain/policy.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { allOrganisations, lockMembers, peopleOf } from "#server/records/people/members.ts";
import type { StoredPolicy } from "#server/records/policies/policy-store.ts";
import { dropPolicy, ownPolicy, storePolicy } from "#server/records/policies/policy-store.ts";
import { policyFor } from "#server/records/policies/policy.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import type { Administered } from "./authority.ts";
import { administered } from "./authority.ts";
import type { PolicyChange } from "./sellers-rules.ts";
import { isOfSellers, objectionOfSellers, saysTheSame } from "./sellers-rules.ts";

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

/** The policy that the organisation's next order is planned by. */
export const approvalPolicyOf = async (
  { db }: Pick<Services, "db">,
  session: Session,
  id: OrganisationId,
): Promise<Result<PolicyAnswer, RequestRefusal>> => {
  const found = administered(session, await allOrganisations(db, session.tenantId), id);
  if (!found.ok) return found;
  const policy = await inForce(db, session.tenantId, found.value);
  return policy === undefined ? refuse("not-found") : ok({ policy, isInherited: policy.organisationId !== id });
};

/** The changer, and everybody of the organisation and of those above it, whom rules may ask if they are active. */
const changeOf = async (
  tx: Tx,
  session: Session,
  id: OrganisationId,
): Promise<Result<PolicyChange, RequestRefusal>> => {
  const found = administered(session, await allOrganisations(tx, session.tenantId), id);
  if (!found.ok) return found;
  const { organisation, above } = found.value;
  const people = await peopleOf(
    tx,
    [organisation, ...above].map((one) => one.id),
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  return ok({ ...found.value, changer: session.person, people: byId });
};

/** Whether the condition names the people to ask; its rule then names nobody. */
const namesItsPeople = ({ when }: ApprovalRule["condition"]): boolean =>
  when === "authorizer-limit-exceeded" || when === "credit-risk-group";

type WantedRule = PolicyRequest["rules"][number];

/** The rule with the current names of its people, and every place in it that does not fit. */
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
 * The rules to store; refused with every place that does not fit. Sellers' rules stay as stored, even with people who
 * have left since: the company cannot correct them.
 */
const checkedRules = (
  wanted: PolicyRequest["rules"],
  change: PolicyChange,
  before: ApprovalPolicy | undefined,
): Result<ApprovalRule[], RequestRefusal> => {
  const sellers = before?.rules.filter((rule) => isOfSellers(rule, change)) ?? [];
  const checked = wanted.map((rule, index) => {
    const kept = sellers.find((other) => saysTheSame(other, rule));
    return kept === undefined ? checkedRule(rule, `rules.${index}`, change) : { rule: kept, problems: [] };
  });
  const [first, ...others] = checked.flatMap(({ problems }) => problems);
  return first === undefined ? ok(checked.map(({ rule }) => rule)) : malformed([first, ...others]);
};

/** The organisation's own policy. Refused if it is not the version that was seen. */
const seenPolicy = async (
  tx: Tx,
  tenantId: string,
  id: OrganisationId,
  seen: number,
): Promise<Result<StoredPolicy | undefined, RequestRefusal>> => {
  const own = await ownPolicy(tx, tenantId, id);
  const current = own?.policy.version ?? 0;
  return current === seen ? ok(own) : refuse("document-changed", { seen, current });
};

/**
 * Gives an organisation a policy of its own, or the next version of it. Orders that wait keep the rules that they were
 * planned by.
 */
export const putApprovalPolicy = (
  services: Services,
  session: Session,
  id: OrganisationId,
  { version: seen, rules: wanted, ...conduct }: PolicyRequest,
): Promise<Result<PolicyAnswer, RequestRefusal>> => {
  const { tenantId } = session;
  const newId = policyIdSchema.parse(services.ids.next());
  return tryChanges<PolicyAnswer, RequestRefusal>(services, tenantId, async (tx) => {
    await lockMembers(tx, tenantId);
    const change = await changeOf(tx, session, id);
    if (!change.ok) return change;
    const own = await seenPolicy(tx, tenantId, id, seen);
    if (!own.ok) return own;
    const before = await inForce(tx, tenantId, change.value);
    const rules = checkedRules(wanted, change.value, before);
    if (!rules.ok) return rules;
    const policy: ApprovalPolicy = {
      id: own.value?.policy.id ?? newId,
      version: seen + 1,
      organisationId: id,
      ...conduct,
      rules: rules.value,
    };
    const objection = objectionOfSellers(change.value, before, policy);
    if (objection !== undefined) return fail(objection);
    await storePolicy(tx, tenantId, policy);
    return ok({ answer: { policy, isInherited: false }, changes: [] });
  });
};

/** Removes an organisation's own policy, so that the nearest one above applies. Refused if there is none. */
export const removeApprovalPolicy = (
  services: Services,
  session: Session,
  id: OrganisationId,
  seen: number,
): Promise<Result<PolicyAnswer, RequestRefusal>> => {
  const { tenantId } = session;
  return tryChanges<PolicyAnswer, RequestRefusal>(services, tenantId, async (tx) => {
    await lockMembers(tx, tenantId);
    const change = await changeOf(tx, session, id);
    if (!change.ok) return change;
    const own = await seenPolicy(tx, tenantId, id, seen);
    if (!own.ok) return own;
    if (own.value === undefined) return refuse("not-found");
    const { policy, isNetworks } = own.value;
    if (isNetworks) return refuse("policy-needed");
    await dropPolicy(tx, policy.id);
    const inherited = await inForce(tx, tenantId, change.value);
    if (inherited === undefined) return refuse("policy-needed");
    const objection = objectionOfSellers(change.value, policy, inherited);
    if (objection !== undefined) return fail(objection);
    return ok({ answer: { policy: inherited, isInherited: true }, changes: [] });
  });
};
