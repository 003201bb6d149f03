import type { AppError, OrderView } from "@countersign/shared/contract/views.ts";
import { useTopic } from "#renderer/bridge/bridge-context.tsx";
import { forgetDecision, rememberDecision } from "#renderer/decisions/last-decision.ts";
import type { RejectedOrder } from "#renderer/decisions/RejectDialog.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";

import { cancellableDecision } from "./cancellable.ts";

export interface Decisions {
  /** Missing when it is not allowed now. */
  readonly approve: (() => void) | undefined;
  readonly rejectable: RejectedOrder | undefined;
  readonly cancel: (() => void) | undefined;
  /** Why the person's own standing decision cannot be cancelled. */
  readonly cancelRefusal: AppError | undefined;
  readonly problem: AppError | undefined;
  readonly isRunning: boolean;
  readonly onRejected: () => void;
}

/** What this person may do to the order now. Main decides that; this binds it to the calls. */
export const useDecisions = ({
  order,
  stages,
  decisionStageId: stageId,
  mayApprove,
  mayReject,
}: OrderView): Decisions => {
  const session = useTopic("session", {});
  const { lastDecision } = useWindowStores();
  const approval = useAction("approve-order");
  const reversal = useAction("reverse-decision");
  const me = session?.ok === true && session.value.state === "signed-in" ? session.value.person : undefined;
  const cancellable = me && cancellableDecision({ stages }, me.id);
  const { id: orderId, number } = order;

  const approve = async (stage: NonNullable<typeof stageId>) => {
    reversal.dismiss();
    if (await approval.run({ orderId, stageId: stage }))
      rememberDecision(lastDecision, { outcome: "approved", orderId, orderNumber: number });
  };
  const cancel = async (decisionId: NonNullable<typeof cancellable>["decision"]["id"]) => {
    approval.dismiss();
    if (await reversal.run({ orderId, decisionId })) forgetDecision(lastDecision);
  };

  return {
    approve: mayApprove.allowed && stageId !== undefined ? () => void approve(stageId) : undefined,
    rejectable: mayReject.allowed && stageId !== undefined ? { orderId, stageId, number } : undefined,
    cancel: cancellable?.permission.allowed ? () => void cancel(cancellable.decision.id) : undefined,
    cancelRefusal: cancellable?.permission.allowed === false ? cancellable.permission.refusal : undefined,
    problem: approval.problem ?? reversal.problem,
    isRunning: approval.isRunning || reversal.isRunning,
    onRejected: () => rememberDecision(lastDecision, { outcome: "rejected", orderId, orderNumber: number }),
  };
};
