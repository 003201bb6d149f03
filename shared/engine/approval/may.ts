import type { Candidate, Decision } from "#shared/domain/approval-flow.ts";
import type { CommandId, PersonId, StageId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { DecisionBasis } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { FoldedStage } from "./fold.ts";
import { foldFlow } from "./fold.ts";
import type { EngineRefusalCode } from "./refusals.ts";

/** Permission with the thing it applies to, or the reason why not. */
export type Permitted<Subject> = Result<Subject, Refusal<EngineRefusalCode>>;

/** A stage that a person may decide, and for whom. */
export interface DecidableStage {
  readonly folded: FoldedStage;
  readonly candidate: Candidate;
}

const whenOf = ({ receivedAt, madeAt }: Pick<Decision, "receivedAt" | "madeAt">): Instant => receivedAt ?? madeAt;

/** The refusal that says who decided what and when, for the later of two people (S52). */
const decidedBy = (decision: Decision): Refusal<EngineRefusalCode> =>
  refusal("already-decided", {
    person: decision.person.name,
    outcome: decision.outcome,
    at: whenOf(decision),
  });

const candidaciesOf = ({ stage }: FoldedStage, personId: PersonId): Candidate[] =>
  stage.candidates.filter((candidate) => candidate.personId === personId);

/** Whose vote a decision used: the person's own, or that of the person they stood in for. */
const voteOf = ({ person, onBehalfOf }: Decision): PersonId => (onBehalfOf ?? person).personId;

const isInForce = ({ delegation }: Candidate, at: Instant | undefined): boolean =>
  delegation === undefined || at === undefined || (delegation.validFrom <= at && at <= delegation.validUntil);

/** An unused vote among these candidacies, or why there is none. */
const freeVote = (
  folded: FoldedStage,
  personId: PersonId,
  candidacies: readonly Candidate[],
  at: Instant | undefined,
): Permitted<Candidate> => {
  const inForce = candidacies.filter((candidate) => isInForce(candidate, at));
  const [expired] = candidacies;
  if (inForce.length === 0 && expired?.delegation) {
    const { delegator, validFrom, validUntil } = expired.delegation;
    return fail(refusal("delegation-not-in-force", { person: delegator.name, validFrom, validUntil }));
  }
  const used = new Map(folded.decisions.map((decision) => [voteOf(decision), decision]));
  const free = inForce.find((candidate) => !used.has((candidate.delegation?.delegator ?? candidate).personId));
  if (free !== undefined) return ok(free);
  const own = folded.decisions.find(({ person }) => person.personId === personId);
  if (own !== undefined) return fail(refusal("already-decided-by-you", { outcome: own.outcome, at: whenOf(own) }));
  const other = used.get(inForce[0]?.delegation?.delegator.personId ?? personId);
  return fail(other ? decidedBy(other) : refusal("not-a-candidate"));
};

/** Why a stage that is not open takes no decision. */
const closedBecause = (order: DecisionBasis, folded: FoldedStage): Refusal<EngineRefusalCode> => {
  if (folded.state === "waiting") return refusal("stage-not-open");
  const rejection = order.flow.decisions.findLast(
    ({ outcome, reversal }) => outcome === "rejected" && reversal === undefined,
  );
  const last = folded.state === "closed" ? rejection : folded.decisions.at(-1);
  return last ? decidedBy(last) : refusal("stage-not-open");
};

const mayUse = (
  order: DecisionBasis,
  personId: PersonId,
  stageId: StageId,
  at: Instant | undefined,
  choose: (candidacies: readonly Candidate[]) => readonly Candidate[],
): Permitted<DecidableStage> => {
  const folded = foldFlow(order.flow).stages.find(({ stage }) => stage.id === stageId);
  if (folded === undefined) return fail(refusal("stage-unknown"));
  const candidacies = choose(candidaciesOf(folded, personId));
  if (candidacies.length === 0) return fail(refusal("not-a-candidate"));
  if (order.flow.policy.selfApproval === "forbidden" && order.requester.personId === personId)
    return fail(refusal("own-order"));

  const vote = freeVote(folded, personId, candidacies, at);
  if (!vote.ok && vote.error.code === "already-decided-by-you") return vote;
  if (folded.state !== "open") return fail(closedBecause(order, folded));
  if (!vote.ok) return vote;
  return order.status === "pending"
    ? ok({ folded, candidate: vote.value })
    : fail(refusal("order-not-pending", { status: order.status }));
};

/**
 * Whether this person may approve or reject the stage now, in their own right or for somebody they stand in for.
 * `at` is when the decision is judged; without it, a substitute's date range is not checked.
 */
export const mayDecide = (
  order: DecisionBasis,
  personId: PersonId,
  stageId: StageId,
  at?: Instant,
): Permitted<DecidableStage> => mayUse(order, personId, stageId, at, (candidacies) => candidacies);

/**
 * Whether this particular decision counts: made for `onBehalfOf`, or without it in the person's own right, so that the
 * same answer given twice never uses the vote of the person they stand in for (A14).
 */
export const mayCast = (order: DecisionBasis, decision: Decision): Permitted<DecidableStage> => {
  const { person, onBehalfOf, stageId } = decision;
  return mayUse(order, person.personId, stageId, whenOf(decision), (candidacies) => {
    if (onBehalfOf !== undefined)
      return candidacies.filter(({ delegation }) => delegation?.delegator.personId === onBehalfOf.personId);
    const own = candidacies.filter(({ delegation }) => delegation === undefined);
    return own.length > 0 ? own : candidacies;
  });
};

/**
 * Whether this person may take a decision back (S47): their own, or another's of a stage that asks them too (S53);
 * only while the ERP has not moved on (S48, S66), nothing was provisioned, nobody cancelled the order, no later step rests
 * on it, and the policy allows it.
 */
export const mayReverse = (order: DecisionBasis, personId: PersonId, decisionId: CommandId): Permitted<Decision> => {
  const decision = order.flow.decisions.find(({ id }) => id === decisionId);
  if (decision === undefined) return fail(refusal("decision-unknown"));
  const { reversal } = decision;
  if (reversal !== undefined)
    return fail(refusal("decision-already-reversed", { person: reversal.person.name, at: whenOf(reversal) }));

  const { stages, outcome } = foldFlow(order.flow);
  const folded = stages.find(({ stage }) => stage.id === decision.stageId);
  if (folded === undefined) return fail(refusal("stage-unknown"));
  if (candidaciesOf(folded, personId).length === 0) return fail(refusal("not-a-candidate"));
  if (order.flow.policy.reversal === "never") return fail(refusal("reversal-forbidden"));
  if (order.erpStatus === "released" || order.erpStatus === "posted")
    return fail(refusal("erp-moved-on", { erpStatus: order.erpStatus }));

  if (order.status === "executing" || order.status === "executed" || order.status === "failed-after-approval")
    return fail(refusal("fulfilment-started", { status: order.status }));
  // Rejected without a decision: the seller cancelled it, or the change that it makes was withdrawn.
  if (order.status === "rejected" && outcome !== "rejected") return fail(refusal("order-cancelled"));

  const later = stages.filter(({ stage }) => stage.step > folded.stage.step).flatMap(({ decisions }) => decisions)[0];
  if (later !== undefined)
    return fail(refusal("later-stage-decided", { person: later.person.name, at: whenOf(later) }));
  return ok(decision);
};
