import type { LooseStage } from "@countersign/shared/domain/approval-flow.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { assertNever } from "@countersign/shared/domain/result.ts";
import type { OrderView, StageView } from "@countersign/shared/contract/views.ts";

import { votesOf } from "./stage-words.ts";

export type LooseRole = LooseStage["role"];

/** What an approval leads to. */
export type ApprovalConsequence =
  | { readonly leadsTo: "more-approvals"; readonly count: number }
  /** The stages that are asked at the same time and are still open (A88). */
  | { readonly leadsTo: "others-at-once"; readonly roles: readonly LooseRole[] }
  | { readonly leadsTo: "next-stages"; readonly roles: readonly LooseRole[] }
  | { readonly leadsTo: "seller" };

/** `undefined` if the stage's requirement is of a newer kind. */
const stillNeeded = ({ stage, decisions }: StageView): number | undefined => {
  const standing = decisions.filter(({ decision }) => decision.reversal === undefined).length;
  const { requirement } = stage;
  if (isNewer(requirement)) return undefined;
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

const rolesOf = (stages: readonly StageView[]): LooseRole[] => stages.map(({ stage }) => stage.role);

/** `undefined` when no stage is open. */
export const consequenceOfApproval = ({
  stages,
  decisionStageId,
}: Pick<OrderView, "stages" | "decisionStageId">): ApprovalConsequence | undefined => {
  const opened = stages.filter(({ state }) => state === "open");
  const decided = opened.find(({ stage }) => stage.id === decisionStageId) ?? opened[0];
  if (decided === undefined) return undefined;
  const needed = stillNeeded(decided);
  if (needed === undefined) return undefined;
  const count = needed - 1;
  if (count > 0) return { leadsTo: "more-approvals", count };
  const others = opened.filter((view) => view !== decided);
  if (others.length > 0) return { leadsTo: "others-at-once", roles: rolesOf(others) };
  const waiting = stages.filter(({ state }) => state === "waiting");
  const next = Math.min(...waiting.map(({ stage }) => stage.step));
  const roles = rolesOf(waiting.filter(({ stage }) => stage.step === next));
  return roles.length === 0 ? { leadsTo: "seller" } : { leadsTo: "next-stages", roles };
};
