import type { ApprovalFlow, Decision, Stage } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import { assertNever } from "#shared/domain/result.ts";

/**
 * Where a stage stands. `waiting`: an earlier one is open. `closed`: no longer needed, because another stage was
 * rejected (I22).
 */
export type StageState = "waiting" | "open" | "approved" | "rejected" | "closed";

export interface FoldedStage {
  readonly stage: Stage;
  readonly state: StageState;
  /** The decisions that count: made for this stage and not taken back. */
  readonly decisions: readonly Decision[];
}

export interface FoldedFlow {
  readonly outcome: "pending" | "approved" | "rejected" | "not-needed";
  readonly stages: readonly FoldedStage[];
}

/** How many approvals complete the stage. */
const approvalsNeeded = ({ requirement, candidates }: Stage): number => {
  switch (requirement.mode) {
    case "any":
      return 1;
    case "all":
      return candidates.length;
    case "n-of-m":
      return requirement.n;
    default:
      return assertNever(requirement);
  }
};

const stateOf = (stage: Stage, decisions: readonly Decision[]): "open" | "approved" | "rejected" => {
  if (decisions.some(({ outcome }) => outcome === "rejected")) return "rejected";
  return decisions.length >= approvalsNeeded(stage) ? "approved" : "open";
};

/** The decisions of one stage that were not taken back, in the order in which the server took them. */
export const standingDecisions = (flow: ApprovalFlow, stageId: StageId): Decision[] =>
  flow.decisions.filter((decision) => decision.stageId === stageId && decision.reversal === undefined);

/**
 * The state of a flow and of each of its stages, computed from its decisions alone. The stages are asked one after
 * the other (I03); one rejection ends the flow (I22); without stages no approval is needed (I05).
 */
export const foldFlow = (flow: ApprovalFlow): FoldedFlow => {
  const stages: FoldedStage[] = [];
  let outcome: FoldedFlow["outcome"] = flow.stages.length === 0 ? "not-needed" : "approved";
  for (const stage of flow.stages) {
    const decisions = standingDecisions(flow, stage.id);
    if (outcome !== "approved") {
      stages.push({ stage, state: outcome === "rejected" ? "closed" : "waiting", decisions });
      continue;
    }
    const state = stateOf(stage, decisions);
    stages.push({ stage, state, decisions });
    if (state === "rejected") outcome = "rejected";
    if (state === "open") outcome = "pending";
  }
  return { outcome, stages };
};

/** The stage that is being asked, if any. */
export const openStage = (flow: ApprovalFlow): FoldedStage | undefined =>
  foldFlow(flow).stages.find(({ state }) => state === "open");
