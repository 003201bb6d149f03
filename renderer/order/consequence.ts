import type { StageRole } from "@countersign/shared/domain/approval-flow.ts";
import { assertNever } from "@countersign/shared/domain/result.ts";
import type { OrderView, StageView } from "@countersign/shared/contract/views.ts";

import { votesOf } from "./stage-words.ts";

/** What an approval of the stage that is decided leads to. */
export type ApprovalConsequence =
  | { readonly leadsTo: "more-approvals"; readonly count: number }
  /** The stages that are asked at the same time and are still open (A88). */
  | { readonly leadsTo: "others-at-once"; readonly roles: readonly StageRole[] }
  | { readonly leadsTo: "next-stages"; readonly roles: readonly StageRole[] }
  | { readonly leadsTo: "seller" };

const stillNeeded = ({ stage, decisions }: StageView): number => {
  const standing = decisions.filter(({ decision }) => decision.reversal === undefined).length;
  const { requirement } = stage;
  switch (requirement.mode) {
    case "any":
      return 1;
    case "all":
      return votesOf(stage) - standing;
    case "n-of-m":
      return requirement.n - standing;
    default:
      return assertNever(requirement);
  }
};

const rolesOf = (stages: readonly StageView[]): StageRole[] => stages.map(({ stage }) => stage.role);

/** `undefined` when no stage is open. */
export const consequenceOfApproval = ({
  stages,
  decisionStageId,
}: Pick<OrderView, "stages" | "decisionStageId">): ApprovalConsequence | undefined => {
  const opened = stages.filter(({ state }) => state === "open");
  const decided = opened.find(({ stage }) => stage.id === decisionStageId) ?? opened[0];
  if (decided === undefined) return undefined;
  const count = stillNeeded(decided) - 1;
  if (count > 0) return { leadsTo: "more-approvals", count };
  const others = opened.filter((view) => view !== decided);
  if (others.length > 0) return { leadsTo: "others-at-once", roles: rolesOf(others) };
  const waiting = stages.filter(({ state }) => state === "waiting");
  const next = Math.min(...waiting.map(({ stage }) => stage.step));
  const roles = rolesOf(waiting.filter(({ stage }) => stage.step === next));
  return roles.length === 0 ? { leadsTo: "seller" } : { leadsTo: "next-stages", roles };
};
