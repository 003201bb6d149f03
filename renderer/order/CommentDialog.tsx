import type { Order } from "@countersign/shared/domain/order.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { TextDialog } from "#renderer/decisions/TextDialog.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

interface CommentDialogProps {
  readonly order: Pick<Order, "id" | "number">;
  readonly onClose: () => void;
}

/** A comment for everybody who can see the order. It decides nothing. */
export const CommentDialog = ({ order, onClose }: CommentDialogProps) => {
  const t = screenWords("order");
  const { run, problem, isRunning } = useAction("comment-on-order");

  const send = async (text: string | undefined) => {
    if (text !== undefined && (await run({ orderId: order.id, text: text }))) onClose();
  };

  return (
    <TextDialog
      title={t("comments.write")}
      lead={t("comments.readers", { number: order.number })}
      label={t("comments.text")}
      hint={t("comments.hint")}
      confirm={t("comments.add")}
      confirmKind="primary"
      objectionToNone={refusal("comment-missing")}
      problem={problem}
      isRunning={isRunning}
      onSend={(text) => void send(text)}
      onClose={onClose}
    />
  );
};
