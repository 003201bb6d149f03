import type { FormEvent } from "react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { reasonMaxLength } from "#shared/domain/approval-flow.ts";
import type { OrderId, StageId } from "#shared/domain/ids.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { AppError } from "#shared/contract/views.ts";

import { useTopic } from "./bridge-context.tsx";
import { Button } from "./kit/Button.tsx";
import { Dialog, DialogButtons } from "./kit/Dialog.tsx";
import { Notice } from "./kit/Notice.tsx";
import { RefusalText } from "./kit/RefusalText.tsx";
import { TextArea } from "./kit/TextArea.tsx";
import styles from "./reject-dialog.module.css";
import { useAction } from "./use-action.ts";

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

/** From here on the count of characters is of interest. */
const countedFrom = reasonMaxLength * 0.9;

/** Asks why (I13, S46) and rejects. What was typed stays when the rejection could not be kept. */
export const RejectDialog = ({ order, onClose, onRejected }: RejectDialogProps) => {
  const { t } = useTranslation("reject");
  const rule = useReasonRule(order.orderId);
  const { run, problem, isRunning } = useAction("order.reject");
  const [text, setText] = useState("");
  const [objection, setObjection] = useState<AppError>();
  const area = useRef<HTMLTextAreaElement>(null);
  const reason = text.trim();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = objectionTo(reason, rule);
    setObjection(found);
    if (found !== undefined) {
      area.current?.focus();
      return;
    }
    const { orderId, stageId } = order;
    if (await run({ orderId, stageId, ...(reason === "" ? {} : { reason }) })) onRejected();
  };

  return (
    <Dialog title={t("title")} isOpen onClose={onClose}>
      <form className={styles["form"]} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles["consequence"]}>{t("consequence", { number: order.number })}</p>
        {rule === "none" ? (
          <p>{t("noReason")}</p>
        ) : (
          <TextArea
            label={t("reason")}
            value={text}
            onChange={setText}
            areaRef={area}
            isRequired={rule === "required"}
            error={objection && <RefusalText refusal={objection} />}
            hint={
              reason.length < countedFrom
                ? t(`hint.${rule}`)
                : t("count", { actual: reason.length, max: reasonMaxLength })
            }
          />
        )}
        {problem && (
          <Notice tone="problem" announced="at-once">
            <RefusalText refusal={problem} />
          </Notice>
        )}
        <DialogButtons>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button type="submit" kind="danger" isPending={isRunning}>
            {t("confirm")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
};

type ReasonRule = "required" | "optional" | "none";

/** The rule of the order's own flow; until it is known, the stricter one. */
const useReasonRule = (orderId: OrderId): ReasonRule => {
  const update = useTopic("order", { orderId });
  return (update?.ok && update.value?.order.flow.rules.rejectionReason) || "required";
};

/** What main would answer, said before anything leaves the dialog. */
const objectionTo = (reason: string, rule: ReasonRule): AppError | undefined => {
  if (rule === "required" && reason === "") return refusal("reason-required");
  if (reason.length > reasonMaxLength)
    return refusal("reason-too-long", { max: reasonMaxLength, actual: reason.length });
  return undefined;
};
