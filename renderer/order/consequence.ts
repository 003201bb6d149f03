import type { StageRole } from "#shared/domain/approval-flow.ts";
import { assertNever } from "#shared/domain/result.ts";
import type { OrderView, StageView } from "#shared/contract/views.ts";

/** What an approval of the open stage leads to. */
export type Consequence =
  | { readonly leadsTo: "more-approvals"; readonly count: number }
  | { readonly leadsTo: "stage"; readonly role: StageRole }
  | { readonly leadsTo: "seller" };

const stillNeeded = ({ stage: { requirement, candidates }, decisions }: StageView): number => {
  const standing = decisions.filter(({ decision }) => decision.reversal === undefined).length;
  switch (requirement.mode) {
    case "any":
      return 1;
    case "all":
      return candidates.length - standing;
    case "n-of-m":
      return requirement.n - standing;
    default:
      return assertNever(requirement);
  }
};

/** `undefined` when no stage is open. */
export const consequenceOfApproval = ({ stages }: Pick<OrderView, "stages">): Consequence | undefined => {
  const index = stages.findIndex(({ state }) => state === "open");
  const open = stages[index];
  if (open === undefined) return undefined;
  const count = stillNeeded(open) - 1;
  if (count > 0) return { leadsTo: "more-approvals", count };
  const next = stages[index + 1];
  return next === undefined ? { leadsTo: "seller" } : { leadsTo: "stage", role: next.stage.role };
};
