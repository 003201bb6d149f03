import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { PersonId, StageId } from "@countersign/shared/domain/ids.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { malformedArguments } from "@countersign/shared/domain/field-problem.ts";

/**
 * The stage for an answer that names none: the only one that asks this person. If there are several, a repeated answer
 * would decide two of them (A14), so the caller has to name one.
 */
export const chosenStage = (order: Order, personId: PersonId): Result<StageId, RequestRefusal> => {
  const own = order.flow.stages.filter(({ candidates }) =>
    candidates.some((candidate) => candidate.personId === personId),
  );
  const [stage, another] = own;
  if (another !== undefined)
    return refuse("command-malformed", malformedArguments({ path: "stageId", code: "missing-with-several-stages" }));
  if (stage !== undefined) return ok(stage.id);
  return order.status === "pending" ? refuse("not-a-candidate") : refuse("order-not-pending", { status: order.status });
};
