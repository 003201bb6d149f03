import type { CreditRiskGroupId, CreditRiskMember, CreditRiskSettings, LifeCycle } from "#shared/domain/credit-risk.ts";
import type { OrganisationId } from "#shared/domain/ids.ts";
import type { Money } from "#shared/domain/money.ts";
import type { OrganisationReference } from "#shared/domain/organisation.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { Changed, Edit } from "./change.ts";
import { changed, checkEnabled, groupToChange, touch } from "./change.ts";
import type { CreditRiskRefusalCode } from "./refusals.ts";

/** An organisation that might be added to a group. */
export interface MemberCandidate {
  readonly organisation: OrganisationReference;
  readonly lifeCycle: LifeCycle;
}

/** How the table shows the status (A52, A62): everything but active is inactive, with its cause. */
export const shownStatus = (
  lifeCycle: LifeCycle,
): { readonly status: "active" } | { readonly status: "inactive"; readonly cause: LifeCycle } =>
  lifeCycle === "active" ? { status: "active" } : { status: "inactive", cause: lifeCycle };

const memberOf = ({ members }: CreditRiskSettings, id: OrganisationId): CreditRiskMember | undefined =>
  members.find(({ organisation }) => organisation.organisationId === id);

/**
 * Why the organisation cannot be added to any group of this owner, for the button's explanation (A61): its life cycle
 * (A60), or the group that it is in already (A59). `undefined` when it can.
 */
export const objectionToAdding = (
  settings: CreditRiskSettings,
  { organisation, lifeCycle }: MemberCandidate,
): Refusal<CreditRiskRefusalCode> | undefined => {
  const { organisationId, name } = organisation;
  const disabled = checkEnabled(settings);
  if (disabled) return disabled;
  if (organisationId === settings.owner.organisationId) return refusal("organisation-is-owner", { organisation: name });
  const member = memberOf(settings, organisationId);
  if (member !== undefined) {
    const group = settings.groups.find(({ id }) => id === member.groupId)?.name ?? member.groupId;
    return refusal("organisation-already-in-group", { organisation: name, group });
  }
  if (lifeCycle !== "active") return refusal("organisation-not-active", { organisation: name, status: lifeCycle });
  return undefined;
};

const checkLimit = (limit: Money | undefined): Refusal<CreditRiskRefusalCode> | undefined =>
  limit !== undefined && limit.amountMinor < 0 ? refusal("member-limit-negative", { limit }) : undefined;

/** The organisation in this group, with an optional limit per order (A50, A82). */
export const addMember = (
  settings: CreditRiskSettings,
  groupId: CreditRiskGroupId,
  candidate: MemberCandidate & { readonly limit?: Money },
  edit: Edit,
): Changed => {
  const group = groupToChange(settings, groupId);
  if (!group.ok) return group;
  const { organisation, limit } = candidate;
  const objection = objectionToAdding(settings, candidate) ?? checkLimit(limit);
  if (objection) return fail(objection);
  const member: CreditRiskMember = { organisation, groupId, ...(limit === undefined ? {} : { limit }) };
  return changed(touch({ ...settings, members: [...settings.members, member] }, [groupId], edit));
};

/** A93: a new organisation goes to the primary group, if there is one and nothing forbids it. Otherwise nothing changes. */
export const assignNewcomer = (
  settings: CreditRiskSettings,
  newcomer: MemberCandidate,
  edit: Edit,
): CreditRiskSettings => {
  if (settings.primaryGroupId === undefined) return settings;
  const added = addMember(settings, settings.primaryGroupId, newcomer, edit);
  return added.ok ? added.value.settings : settings;
};

const memberToChange = (
  settings: CreditRiskSettings,
  organisation: OrganisationReference,
): Result<CreditRiskMember, Refusal<CreditRiskRefusalCode>> => {
  const disabled = checkEnabled(settings);
  if (disabled) return fail(disabled);
  const member = memberOf(settings, organisation.organisationId);
  return member === undefined
    ? fail(refusal("organisation-in-no-group", { organisation: organisation.name }))
    : ok(member);
};

const replace = (settings: CreditRiskSettings, old: CreditRiskMember, next: CreditRiskMember): CreditRiskSettings => ({
  ...settings,
  members: settings.members.map((member) => (member === old ? next : member)),
});

/** The member in another group (A58), whatever its status has become since it was added (A62). Its limit stays. */
export const moveMember = (
  settings: CreditRiskSettings,
  organisation: OrganisationReference,
  groupId: CreditRiskGroupId,
  edit: Edit,
): Changed => {
  const group = groupToChange(settings, groupId);
  if (!group.ok) return group;
  const member = memberToChange(settings, organisation);
  if (!member.ok) return member;
  if (member.value.groupId === groupId) return changed(settings);
  const moved = replace(settings, member.value, { ...member.value, groupId });
  return changed(touch(moved, [member.value.groupId, groupId], edit));
};

/** The organisation in no group of this owner (A58). */
export const removeMember = (
  settings: CreditRiskSettings,
  organisation: OrganisationReference,
  edit: Edit,
): Changed => {
  const member = memberToChange(settings, organisation);
  if (!member.ok) return member;
  const members = settings.members.filter((each) => each !== member.value);
  return changed(touch({ ...settings, members }, [member.value.groupId], edit));
};

/** The member with this limit per order, or without one: then every order in scope needs approval (A82). */
export const setMemberLimit = (
  settings: CreditRiskSettings,
  organisation: OrganisationReference,
  limit: Money | undefined,
  edit: Edit,
): Changed => {
  const member = memberToChange(settings, organisation);
  if (!member.ok) return member;
  const objection = checkLimit(limit);
  if (objection) return fail(objection);
  const { limit: _, ...unlimited } = member.value;
  const next = limit === undefined ? unlimited : { ...unlimited, limit };
  return changed(touch(replace(settings, member.value, next), [next.groupId], edit));
};
