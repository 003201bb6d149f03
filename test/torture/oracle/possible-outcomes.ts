import type { Person } from "@countersign/shared/domain/people.ts";
import type { ApprovalRule } from "@countersign/shared/domain/policy.ts";

import type { Database } from "@countersign/server/foundation/db/database.ts";
import { idOf } from "@countersign/server/testing/network.ts";

import type { Customer, Step } from "./steps.ts";

/** The possible outcomes of an order placed during a step; both if it depends on timing. */
export interface PossibleOutcome {
  readonly mayBeTakenIn: boolean;
  /** With `no-approver`: nobody whom a rule names may sign in (I23). */
  readonly mayBeRefused: boolean;
}

const singles = (step: Step): Step[] => (step.does === "together" ? step.steps.flatMap(singles) : [step]);

/** Whether somebody may sign in before the step, and after each change that happens in it, in whatever order. */
const activityOf = ({ id, isActive }: Person, step: Step): boolean[] => [
  isActive,
  ...singles(step).flatMap((each) =>
    each.does === "change" && idOf(each.person) === id ? (each.change.isActive ?? []) : [],
  ),
];

/**
 * From the rules that name people; all of them ask about every order placed here. The people whom a rule of the chain
 * asks without naming them are never locked out.
 */
export const possibleOutcome = (
  rules: readonly ApprovalRule[],
  people: readonly Person[],
  step: Step,
): PossibleOutcome => {
  const named = rules
    .filter(({ candidates }) => candidates.length > 0)
    .map(({ candidates }) =>
      people
        .filter(({ id }) => candidates.some(({ personId }) => personId === id))
        .map((person) => activityOf(person, step)),
    );
  return {
    mayBeTakenIn: named.every((candidates) => candidates.some((activity) => activity.includes(true))),
    mayBeRefused: named.some((candidates) => candidates.every((activity) => activity.includes(false))),
  };
};

/** The possible outcomes of a customer's order in this step, from the tables before it. */
export const readPossibleOutcomes = async (
  db: Database,
  step: Step,
): Promise<(customer: Customer) => PossibleOutcome> => {
  const policies = await db
    .selectFrom("policies")
    .innerJoin("tenants", "tenants.id", "policies.tenant_id")
    .leftJoin("organisations", "organisations.id", "policies.organisation_id")
    .select(["policies.document", "tenants.default_policy_id as fallback", "organisations.external_id as customer"])
    .execute();
  const people = (await db.selectFrom("people").select("document").execute()).map(({ document }) => document);
  return (customer) => {
    const own = policies.find((policy) => policy.customer === customer);
    const policy = own ?? policies.find(({ document, fallback }) => document.id === fallback);
    return possibleOutcome(policy?.document.rules ?? [], people, step);
  };
};
