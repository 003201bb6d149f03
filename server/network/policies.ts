import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

import type { OrganisationId, PersonId } from "#shared/domain/ids.ts";
import { personIdSchema, policyIdSchema } from "#shared/domain/ids.ts";
import type { Person } from "#shared/domain/people.ts";
import { personReferenceSchema, referenceTo } from "#shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule } from "#shared/domain/policy.ts";
import { approvalPolicySchema, approvalRuleSchema } from "#shared/domain/policy.ts";

import type { FieldProblem } from "#server/api/problem.ts";
import { HttpProblem, malformed } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import type { Session } from "#server/auth/session.ts";
import type { Database, Tx } from "#server/db/database.ts";
import { allOrganisations, lockMembers, peopleOf } from "#server/orders/members.ts";
import { policyFor } from "#server/orders/policy.ts";
import { writing } from "#server/sync/writing.ts";

import type { Administered } from "./authority.ts";
import { administered } from "./authority.ts";
import type { StoredPolicy } from "./policy-store.ts";
import { dropPolicy, ownPolicy, storePolicy } from "./policy-store.ts";

/** A person by their id; a name that comes along is not trusted. */
const namedPersonSchema = z.strictObject({
  personId: personIdSchema,
  name: personReferenceSchema.shape.name.exactOptional(),
});

const escalationSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("person"), afterHours: z.int().min(1).max(8_760), person: namedPersonSchema }),
  z.strictObject({ to: z.literal("next-stage"), afterHours: z.int().min(1).max(8_760) }),
]);

/** `PUT /v1/organisations/:id/approval-policy`: the whole policy, and the version that it replaces. */
export const policyRequestSchema = approvalPolicySchema.omit({ id: true, organisationId: true, version: true }).extend({
  /** The version of the organisation's own policy that was seen; 0 where it had none. */
  version: z.int().min(0),
  rules: z
    .array(
      approvalRuleSchema.omit({ candidates: true, escalation: true }).extend({
        candidates: z.array(namedPersonSchema).max(100),
        escalation: escalationSchema.exactOptional(),
      }),
    )
    .max(200),
});
export type PolicyRequest = z.infer<typeof policyRequestSchema>;

/** The policy that counts for an organisation: its own, or the nearest one above. */
export const policyAnswerSchema = z.strictObject({ policy: approvalPolicySchema, isInherited: z.boolean() });
export type PolicyAnswer = z.infer<typeof policyAnswerSchema>;

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
export const policyOf = async (
  { db }: Pick<Services, "db">,
  session: Session,
  id: OrganisationId,
): Promise<PolicyAnswer> => {
  const found = administered(session, await allOrganisations(db, session.tenantId), id);
  const policy = await inForce(db, session.tenantId, found);
  if (policy === undefined) throw new HttpProblem(404, "not-found");
  return { policy, isInherited: policy.organisationId !== id };
};

/** Whether a rule asks somebody who sells to the organisation, above whoever changes its policy. */
const isOfSellers = ({ role, condition: { when } }: ApprovalRule, { by }: Administered): boolean => {
  if (role === "distributor" || when === "credit-risk") return by.kind !== "distributor";
  return (role === "reseller" || when === "reseller-approval") && by.kind !== "distributor" && by.kind !== "reseller";
};

/** A rule by the ids of its people, whose names may have changed since it was written. */
const essence = ({ candidates, escalation, ...rest }: ApprovalRule): object => ({
  ...rest,
  candidates: candidates.map(({ personId }) => personId),
  escalation: escalation?.to === "person" ? { ...escalation, person: escalation.person.personId } : escalation,
});

const sellersRules = (policy: ApprovalPolicy | undefined, found: Administered): object[] =>
  (policy?.rules ?? []).filter((rule) => isOfSellers(rule, found)).map(essence);

/** Nobody frees themselves, or their customer, from being asked about by who sells to them. @throws HttpProblem 403. */
const requireSellersRules = (
  found: Administered,
  before: ApprovalPolicy | undefined,
  after: ApprovalPolicy | undefined,
): void => {
  if (!isDeepStrictEqual(sellersRules(before, found), sellersRules(after, found)))
    throw new HttpProblem(403, "sellers-rules");
};

/** Those who may be asked: active people of the organisation and of those above it, by their ids. */
const peopleToAsk = async (tx: Tx, { organisation, above }: Administered): Promise<Map<PersonId, Person>> => {
  const people = await peopleOf(
    tx,
    [organisation, ...above].map(({ id }) => id),
  );
  return new Map(people.filter(({ isActive }) => isActive).map((person) => [person.id, person]));
};

/** Conditions that name their own people ask nobody else. */
const namesItsPeople = ({ when }: ApprovalRule["condition"]): boolean =>
  when === "authorizer-limits" || when === "credit-risk";

/** The rules with the names that the people have now. @throws HttpProblem 422 with every place that does not fit. */
const checkedRules = async (tx: Tx, found: Administered, wanted: PolicyRequest["rules"]): Promise<ApprovalRule[]> => {
  const people = await peopleToAsk(tx, found);
  const kinds = new Map([found.organisation, ...found.above].map(({ id, kind }) => [id, kind]));
  const problems: FieldProblem[] = [];
  const known = (path: string, personId: PersonId): Person | undefined => {
    const person = people.get(personId);
    if (person === undefined) problems.push({ path, problem: "is nobody active of this company or of one above it" });
    return person;
  };
  const rules = wanted.map((rule, index): ApprovalRule => {
    const { candidates, escalation, ...rest } = rule;
    const path = `rules.${index}`;
    const asked = candidates.flatMap(
      ({ personId }, place) => known(`${path}.candidates.${place}.personId`, personId) ?? [],
    );
    const isSellers = rule.role === "reseller" || rule.role === "distributor";
    if (isSellers && asked.some(({ organisationId }) => kinds.get(organisationId) !== rule.role))
      problems.push({ path: `${path}.candidates`, problem: `names somebody who is not of the ${rule.role}` });
    if (candidates.length === 0 && !namesItsPeople(rule.condition))
      problems.push({ path: `${path}.candidates`, problem: "names nobody who could be asked" });
    if (rule.requirement.mode === "n-of-m" && rule.requirement.n > candidates.length && candidates.length > 0)
      problems.push({ path: `${path}.requirement.n`, problem: "is more than there are candidates" });
    const base = { ...rest, candidates: asked.map(referenceTo) };
    if (escalation === undefined) return base;
    if (escalation.to === "next-stage") return { ...base, escalation };
    const to = known(`${path}.escalation.person.personId`, escalation.person.personId);
    return to === undefined ? base : { ...base, escalation: { ...escalation, person: referenceTo(to) } };
  });
  const [first, ...others] = problems;
  if (first !== undefined) throw malformed([first, ...others], 422);
  return rules;
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
export const putPolicy = (
  services: Services,
  session: Session,
  id: OrganisationId,
  { version: seen, rules, ...conduct }: PolicyRequest,
): Promise<PolicyAnswer> => {
  const { tenantId } = session;
  const newId = policyIdSchema.parse(services.ids.next());
  return writing(services, tenantId, async (tx) => {
    await lockMembers(tx, tenantId);
    const found = administered(session, await allOrganisations(tx, tenantId), id);
    const own = await seenPolicy(tx, tenantId, id, seen);
    const policy: ApprovalPolicy = {
      id: own?.policy.id ?? newId,
      version: seen + 1,
      organisationId: id,
      ...conduct,
      rules: await checkedRules(tx, found, rules),
    };
    requireSellersRules(found, await inForce(tx, tenantId, found), policy);
    await storePolicy(tx, tenantId, policy);
    return { answer: { policy, isInherited: false }, changes: [] };
  });
};

/** Takes an organisation's own policy away: the nearest one above counts from then on. @throws HttpProblem. */
export const removePolicy = (
  services: Services,
  session: Session,
  id: OrganisationId,
  seen: number,
): Promise<PolicyAnswer> => {
  const { tenantId } = session;
  return writing(services, tenantId, async (tx) => {
    await lockMembers(tx, tenantId);
    const found = administered(session, await allOrganisations(tx, tenantId), id);
    const own = await seenPolicy(tx, tenantId, id, seen);
    if (own === undefined) throw new HttpProblem(404, "not-found");
    if (own.isNetworks) throw new HttpProblem(409, "policy-needed");
    await dropPolicy(tx, own.policy.id);
    const inherited = await inForce(tx, tenantId, found);
    if (inherited === undefined) throw new HttpProblem(409, "policy-needed");
    requireSellersRules(found, own.policy, inherited);
    return { answer: { policy: inherited, isInherited: true }, changes: [] };
  });
};
