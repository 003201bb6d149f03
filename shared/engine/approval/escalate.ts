import type { Candidate, Stage } from "#shared/domain/approval-flow.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { millisOf } from "#shared/domain/instant.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";

import { openStages } from "./fold.ts";
import { waitingSince } from "./waiting.ts";

const hour = 3_600_000;

const isOverdue = (order: Order, { escalation }: Stage, now: Instant): boolean =>
  escalation !== undefined && millisOf(now) - millisOf(waitingSince(order)) >= escalation.afterHours * hour;

/** A seller's stage is for that seller alone: escalation adds nobody of another role. */
const mayJoin = (stage: Stage, { role }: Stage): boolean =>
  role === stage.role || (stage.role !== "reseller" && stage.role !== "distributor");

/** Who else the stage's rule asks: the named person, or the people of the next step. */
const escalateTo = (order: Order, stage: Stage): readonly PersonReference[] => {
  const { escalation } = stage;
  if (escalation === undefined) return [];
  if (escalation.to === "person") return [escalation.person];
  const next = Math.min(...order.flow.stages.filter(({ step }) => step > stage.step).map(({ step }) => step));
  return order.flow.stages
    .filter((other) => other.step === next && mayJoin(stage, other))
    .flatMap(({ candidates }) => candidates);
};

const newCandidates = (order: Order, stage: Stage, now: Instant): Candidate[] => {
  const known = new Set(stage.candidates.map(({ personId }) => personId));
  if (order.flow.policy.selfApproval === "forbidden") known.add(order.requester.personId);
  const added: Candidate[] = [];
  for (const { personId, name } of escalateTo(order, stage)) {
    if (known.has(personId)) continue;
    known.add(personId);
    added.push({ personId, name, escalatedAt: now });
  }
  return added;
};

/**
 * The order with more people asked on each open stage that has waited longer than its rule allows, or the same order
 * (`===`) when none has. Nobody is removed and nothing is approved by waiting: a stage still needs its decisions.
 */
export const escalateOrder = (order: Order, now: Instant): Order => {
  const open = new Set(openStages(order.flow).map(({ id }) => id));
  let hasChanged = false;
  const stages = order.flow.stages.map((stage) => {
    if (!open.has(stage.id) || !isOverdue(order, stage, now)) return stage;
    const added = newCandidates(order, stage, now);
    if (added.length === 0) return stage;
    hasChanged = true;
    return { ...stage, candidates: [...stage.candidates, ...added] };
  });
  return hasChanged ? { ...order, revision: order.revision + 1, flow: { ...order.flow, stages } } : order;
};
