import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Money } from "@countersign/shared/domain/money.ts";
import { knownAmount, multiplyMoney } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { executionCount, nextExecutions } from "@countersign/shared/domain/recurrence.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";
import type { Permitted as EnginePermission } from "@countersign/shared/engine/approval/may.ts";
import { mayDecide, mayReverse } from "@countersign/shared/engine/approval/may.ts";
import type { OrderView, Permission, StageView } from "@countersign/shared/contract/views.ts";

import { sampleNow } from "./sample-orders.ts";

const permissionOf = <Subject>(permission: EnginePermission<Subject>): Permission =>
  permission.ok ? { allowed: true } : { allowed: false, refusal: permission.error };

const isAsked = ({ stage }: Pick<StageView, "stage">, personId: PersonId): boolean =>
  stage.candidates.some((candidate) => candidate.personId === personId);

const termOf = (order: Order, gross: Money): Pick<OrderView, "termAmount"> => {
  const count = order.recurrence && executionCount(order.recurrence);
  const term = count === undefined ? undefined : multiplyMoney(gross, String(count));
  return term?.ok ? { termAmount: knownAmount(term.value) } : {};
};

/** An order as main shows it to one person, with the engine's own answers. */
export const orderViewFor = (order: Order, personId: PersonId, changes: Partial<OrderView> = {}): OrderView => {
  const { stages } = foldFlow(order.flow);
  const deciding =
    stages.find(({ state }) => state === "open") ?? stages.findLast((folded) => isAsked(folded, personId));
  const { gross } = order.totals;
  const permission: Permission = deciding
    ? permissionOf(mayDecide(order, personId, deciding.stage.id))
    : { allowed: false, refusal: { code: "order-not-pending", args: { status: order.status } } };
  return {
    order,
    stages: stages.map(({ stage, state }) => ({
      stage,
      state,
      asksMe: isAsked({ stage }, personId),
      decisions: order.flow.decisions
        .filter(({ stageId }) => stageId === stage.id)
        .map((decision) => ({ decision, mayReverse: permissionOf(mayReverse(order, personId, decision.id)) })),
    })),
    ...(deciding && { decisionStageId: deciding.stage.id }),
    mayApprove: permission,
    mayReject: permission,
    commands: [],
    nextDates: order.recurrence ? nextExecutions(order.recurrence, sampleNow, 6) : [],
    ...(gross.known ? termOf(order, gross.money) : {}),
    ...changes,
  };
};
