import type { Order } from "@countersign/shared/domain/order.ts";
import type { PersonId, StageId } from "@countersign/shared/domain/ids.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { malformedArguments } from "@countersign/shared/domain/field-problem.ts";

/**
 * The stage that an answer is for where it names none: the only one that asks this person. With several, an answer given
 * twice would decide two of them (A14), so the caller has to say which.
 */
export const chosenStage = (order: Order, personId: PersonId): Result<StageId, Refusal> => {
  const own = order.flow.stages.filter(({ candidates }) =>
    candidates.some((candidate) => candidate.personId === personId),
  );
  const [stage, another] = own;
  if (another !== undefined)
    return fail(
      refusal("command-malformed", malformedArguments({ path: "stageId", code: "missing-with-several-stages" })),
    );
  if (stage !== undefined) return ok(stage.id);
  return order.status === "pending"
    ? fail(refusal("not-a-candidate"))
    : fail(refusal("order-not-pending", { status: order.status }));
};
