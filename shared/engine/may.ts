import type { Decision } from "#shared/domain/approval-flow.ts";
import type { CommandId, PersonId, StageId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { FoldedStage } from "./fold.ts";
import { foldFlow } from "./fold.ts";
import type { EngineRefusalCode } from "./refusals.ts";

/** Permission with the thing it applies to, or the reason why not. */
export type Permission<Subject> = Result<Subject, Refusal<EngineRefusalCode>>;

/** Tells who decided what and when: what the later of two people reads (S52). */
const decidedBy = (decision: Decision): Refusal<EngineRefusalCode> =>
  refusal("already-decided", {
    person: decision.person.name,
    outcome: decision.outcome,
    at: decision.receivedAt ?? decision.madeAt,
  });

const isCandidate = ({ stage }: FoldedStage, personId: PersonId): boolean =>
  stage.candidates.some((candidate) => candidate.personId === personId);

/** Whether this person may approve or reject the stage now. */
export const mayDecide = (order: Order, personId: PersonId, stageId: StageId): Permission<FoldedStage> => {
  const { stages } = foldFlow(order.flow);
  const folded = stages.find(({ stage }) => stage.id === stageId);
  if (folded === undefined) return fail(refusal("stage-unknown"));
  if (!isCandidate(folded, personId)) return fail(refusal("not-a-candidate"));
  if (order.flow.rules.selfApproval === "forbidden" && order.requester.personId === personId)
    return fail(refusal("own-order"));

  const own = folded.decisions.find(({ person }) => person.personId === personId);
  if (own !== undefined)
    return fail(refusal("already-decided-by-you", { outcome: own.outcome, at: own.receivedAt ?? own.madeAt }));

  switch (folded.state) {
    case "open":
      return order.status === "pending" ? ok(folded) : fail(refusal("order-not-pending", { status: order.status }));
    case "waiting":
      return fail(refusal("stage-not-open"));
    case "closed": {
      const rejection = order.flow.decisions.findLast(
        ({ outcome, reversal }) => outcome === "rejected" && reversal === undefined,
      );
      return fail(rejection ? decidedBy(rejection) : refusal("stage-not-open"));
    }
    case "approved":
    case "rejected": {
      const last = folded.decisions.at(-1);
      return fail(last ? decidedBy(last) : refusal("stage-not-open"));
    }
  }
};

/**
 * Whether this person may take a decision back (S47): their own, or another's of a stage that asks them too (S53);
 * only while the ERP has not moved on (S48, S66) and no later stage rests on it.
 */
export const mayReverse = (order: Order, personId: PersonId, decisionId: CommandId): Permission<Decision> => {
  const decision = order.flow.decisions.find(({ id }) => id === decisionId);
  if (decision === undefined) return fail(refusal("decision-unknown"));
  if (decision.reversal !== undefined)
    return fail(
      refusal("decision-already-reversed", {
        person: decision.reversal.person.name,
        at: decision.reversal.receivedAt ?? decision.reversal.madeAt,
      }),
    );

  const { stages } = foldFlow(order.flow);
  const index = stages.findIndex(({ stage }) => stage.id === decision.stageId);
  const folded = stages[index];
  if (folded === undefined) return fail(refusal("stage-unknown"));
  if (!isCandidate(folded, personId)) return fail(refusal("not-a-candidate"));
  if (order.erpStatus === "released" || order.erpStatus === "posted")
    return fail(refusal("erp-moved-on", { erpStatus: order.erpStatus }));

  const later = stages.slice(index + 1).flatMap(({ decisions }) => decisions)[0];
  if (later !== undefined)
    return fail(refusal("later-stage-decided", { person: later.person.name, at: later.receivedAt ?? later.madeAt }));
  return ok(decision);
};
