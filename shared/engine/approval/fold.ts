import type { ApprovalFlow, Decision, Stage } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import { assertNever } from "#shared/domain/result.ts";

/**
 * The state of a stage. `waiting`: an earlier one is open. `closed`: no longer needed, because another stage was
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

/** How many approvals complete the stage. A substitute does not count in addition to the person they stand in for. */
const approvalsNeeded = ({ requirement, candidates }: Stage): number => {
  switch (requirement.mode) {
    case "any":
      return 1;
    case "all":
      return candidates.filter(({ delegation, escalatedAt }) => !delegation && escalatedAt === undefined).length;
    case "n-of-m":
      return requirement.n;
    default:
      return assertNever(requirement);
  }
};

const ownState = (stage: Stage, decisions: readonly Decision[]): "open" | "approved" | "rejected" => {
  if (decisions.some(({ outcome }) => outcome === "rejected")) return "rejected";
  return decisions.length >= approvalsNeeded(stage) ? "approved" : "open";
};

/** The decisions of one stage that were not taken back, in the order in which the server took them. */
const standingDecisions = (flow: ApprovalFlow, stageId: StageId): Decision[] =>
  flow.decisions.filter((decision) => decision.stageId === stageId && decision.reversal === undefined);

const outcomeOf = (stages: readonly FoldedStage[]): FoldedFlow["outcome"] => {
  if (stages.length === 0) return "not-needed";
  if (stages.some(({ state }) => state === "rejected")) return "rejected";
  return stages.every(({ state }) => state === "approved") ? "approved" : "pending";
};

/**
 * The state of a flow and of each of its stages, computed from its decisions alone. The steps are asked one after
 * the other (I03), the stages of a step together (A88); one rejection ends the flow and closes what is open (I22,
 * A17); without stages no approval is needed (I05).
 */
export const foldFlow = (flow: ApprovalFlow): FoldedFlow => {
  const own = flow.stages.map((stage) => {
    const decisions = standingDecisions(flow, stage.id);
    return { stage, decisions, state: ownState(stage, decisions) };
  });
  const isRejected = own.some(({ state }) => state === "rejected");
  const openStep = Math.min(...own.filter(({ state }) => state === "open").map(({ stage }) => stage.step));
  const stages = own.map((folded): FoldedStage => {
    if (folded.state !== "open") return folded;
    if (isRejected) return { ...folded, state: "closed" };
    return folded.stage.step === openStep ? folded : { ...folded, state: "waiting" };
  });
  return { outcome: outcomeOf(stages), stages };
};

/** The stages that are being asked now. */
export const openStages = (flow: ApprovalFlow): Stage[] =>
  foldFlow(flow)
    .stages.filter(({ state }) => state === "open")
    .map(({ stage }) => stage);
