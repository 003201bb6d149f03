import type { Candidate, Stage } from "#shared/domain/approval-flow.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import { foldFlow } from "./fold.ts";
import type { EngineRefusalCode } from "./refusals.ts";

/** Whether a delegation makes sense, before it is stored. */
export const checkDelegation = (delegation: Delegation): Result<Delegation, Refusal<EngineRefusalCode>> => {
  const { delegator, substitute, validFrom, validUntil } = delegation;
  if (delegator.personId === substitute.personId) return fail(refusal("delegation-to-oneself"));
  return validFrom < validUntil ? ok(delegation) : fail(refusal("delegation-malformed", { validFrom, validUntil }));
};

const standsIn = ({ delegation }: Candidate, { delegator, substitute }: Delegation, personId: string): boolean =>
  delegation?.delegator.personId === delegator.personId && personId === substitute.personId;

/** The candidates of a stage with this substitute, who is listed once and never for their own order. */
const withSubstitute = (order: Order, stage: Stage, delegation: Delegation): Candidate[] => {
  const { delegator, substitute, validFrom, validUntil } = delegation;
  const asksOriginal = stage.candidates.some(
    (candidate) => candidate.personId === delegator.personId && !candidate.delegation,
  );
  const isOwnOrder = order.flow.policy.selfApproval === "forbidden" && order.requester.personId === substitute.personId;
  const others = stage.candidates.filter((candidate) => !standsIn(candidate, delegation, candidate.personId));
  return asksOriginal && !isOwnOrder
    ? [...others, { ...substitute, delegation: { delegator, validFrom, validUntil } }]
    : others;
};

const withStages = (order: Order, change: (stage: Stage) => Candidate[]): Order => {
  const undecided = new Set(
    foldFlow(order.flow)
      .stages.filter(({ state }) => state === "open" || state === "waiting")
      .map(({ stage }) => stage.id),
  );
  const stages = order.flow.stages.map((stage) =>
    undecided.has(stage.id) ? { ...stage, candidates: change(stage) } : stage,
  );
  return { ...order, revision: order.revision + 1, flow: { ...order.flow, stages } };
};

/**
 * The order with the substitute asked on every undecided stage that asks the person who is away. That person stays
 * a candidate: they are informed, and may decide themselves; whoever of the two is first uses their one vote.
 */
export const delegateOrder = (order: Order, delegation: Delegation): Order =>
  withStages(order, (stage) => withSubstitute(order, stage, delegation));

/** The order with the substitute no longer asked on undecided stages. What they decided stands. */
export const endDelegation = (order: Order, delegation: Delegation): Order =>
  withStages(order, ({ candidates }) =>
    candidates.filter((candidate) => !standsIn(candidate, delegation, candidate.personId)),
  );

/**
 * The delegations that concern a decision at `at`.
 * @awaited a person's delegations on their screen
 */
export const delegationsInForce = (delegations: readonly Delegation[], at: Instant): Delegation[] =>
  delegations.filter(({ validFrom, validUntil }) => validFrom <= at && at <= validUntil);
