import type { OrderId, StageId } from "@countersign/shared/domain/ids.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { useTopic } from "../bridge/bridge-context.tsx";
import { TextDialog } from "./TextDialog.tsx";
import { useAction } from "../bridge/use-action.ts";

export interface RejectedOrder {
  readonly orderId: OrderId;
  readonly stageId: StageId;
  readonly number: string;
}

interface RejectDialogProps {
  readonly order: RejectedOrder;
  readonly onClose: () => void;
  readonly onRejected: () => void;
}

/** Asks why (I13, S46) and rejects. */
export const RejectDialog = ({ order, onClose, onRejected }: RejectDialogProps) => {
  const t = screenWords("reject");
  const rule = useReasonRule(order.orderId);
  const { run, problem, isRunning } = useAction("reject-order");

  const send = async (reason: string | undefined) => {
    const { orderId, stageId } = order;
    if (await run({ orderId, stageId, ...(reason === undefined ? {} : { reason }) })) onRejected();
  };

  return (
    <TextDialog
      title={t("title")}
      lead={t("consequence", { number: order.number })}
      label={t("reason")}
      hint={rule === "none" ? "" : t(`hint.${rule}`)}
      confirm={t("confirm")}
      confirmKind="danger"
      {...(rule === "none" && { noText: <p>{t("noReason")}</p> })}
      {...(rule === "required" && { objectionToNone: refusal("reason-required") })}
      problem={problem}
      isRunning={isRunning}
      onSend={(reason) => void send(reason)}
      onClose={onClose}
    />
  );
};

type ReasonRule = "required" | "optional" | "none";

/** The rule of the order's own flow; the stricter one until that is known. */
const useReasonRule = (orderId: OrderId): ReasonRule => {
  const update = useTopic("order", { orderId });
  const rule = update?.ok ? update.value?.order.flow.policy.rejectionReason : undefined;
  return rule === undefined || isNewer(rule) ? "required" : rule;
};
