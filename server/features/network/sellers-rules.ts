import { isDeepStrictEqual } from "node:util";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule } from "@countersign/shared/domain/policy.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import { may } from "#server/records/rights/may.ts";

import type { Administered } from "./authority.ts";

/** The person who changes a policy, and everybody of the organisation and of those above it. */
export interface PolicyChange extends Administered {
  readonly changer: Person;
  readonly people: ReadonlyMap<PersonId, Person>;
}

/** A rule with the ids of its people, whose names may have changed since it was written. */
export interface NamedRule extends Pick<ApprovalRule, "condition" | "role" | "requirement"> {
  readonly candidates: readonly { readonly personId: PersonId }[];
  readonly escalation?: { readonly to: string; readonly person?: { readonly personId: PersonId } };
}

const peopleOfRule = ({ candidates, escalation }: NamedRule): PersonId[] => [
  ...candidates.map(({ personId }) => personId),
  ...(escalation?.person === undefined ? [] : [escalation.person.personId]),
];

/** Whether a rule asks a seller of the organisation who is above the changer of its policy. */
export const isOfSellers = (rule: NamedRule, { changer, by, above, people }: PolicyChange): boolean => {
  const sellers = above.slice(above.findIndex(({ id }) => id === by.id) + 1).map(({ id }) => id);
  const namesSomebodyAbove = peopleOfRule(rule).some((id) => {
    const person = people.get(id);
    return person !== undefined && sellers.includes(person.organisationId);
  });
  return !may(changer, "change-rule", { rule, by, namesSomebodyAbove });
};

const essence = ({ escalation, candidates, ...rest }: NamedRule): object => ({
  ...rest,
  candidates: candidates.map(({ personId }) => personId),
  escalation: escalation?.person === undefined ? escalation : { ...escalation, person: escalation.person.personId },
});

/** Whether two rules are the same, apart from the stored names of their people. */
export const saysTheSame = (one: NamedRule, other: NamedRule): boolean =>
  isDeepStrictEqual(essence(one), essence(other));

/** The settings of a policy that also affect the sellers' rules. */
const conductOf = ({ rejectionReason, selfApproval, reversal, limitComparison }: ApprovalPolicy): object => ({
  rejectionReason,
  selfApproval,
  reversal,
  limitComparison,
});

/**
 * Refuses a change that alters the sellers' rules or the settings that they are read by: nobody may free themselves, or
 * their customer, from their sellers' approval.
 */
export const objectionOfSellers = (
  change: PolicyChange,
  before: ApprovalPolicy | undefined,
  after: ApprovalPolicy,
): Refusal<"seller-rules-locked"> | undefined => {
  const [had, has] = [before, after].map((policy) => (policy?.rules ?? []).filter((rule) => isOfSellers(rule, change)));
  const areSame = isDeepStrictEqual(had?.map(essence), has?.map(essence));
  const isReadTheSame =
    before === undefined || had?.length === 0 || isDeepStrictEqual(conductOf(before), conductOf(after));
  return areSame && isReadTheSame ? undefined : refusal("seller-rules-locked");
};
