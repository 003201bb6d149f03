import type { Requirement, StageCondition, StageRole } from "#shared/domain/approval-flow.ts";
import type { PersonReference } from "#shared/domain/people.ts";

/** A stage that a rule asks for, before the plan puts it into the sequence. */
export interface StageRequest {
  readonly role: StageRole;
  readonly requirement: Requirement;
  readonly candidates: readonly PersonReference[];
  readonly condition: StageCondition;
}
