import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { useAction } from "#renderer/bridge/use-action.ts";
import type { LastDecision } from "#renderer/decisions/last-decision.ts";
import { rememberDecision } from "#renderer/decisions/last-decision.ts";
import type { RejectedOrder } from "#renderer/decisions/RejectDialog.tsx";
import { useWindowStores } from "#renderer/decisions/window-stores.tsx";

/** Approving from the list; the note above it names the last decision and can take it back. */
export const useInboxDecisions = () => {
  const { lastDecision } = useWindowStores();
  const { run, problem } = useAction("approve-order");
  const remember = (outcome: LastDecision["outcome"], { orderId, number }: RejectedOrder) =>
    rememberDecision(lastDecision, { outcome, orderId, orderNumber: number });
  const approve = async (row: InboxRow) => {
    const { orderId, stageId } = row;
    if (await run({ orderId, stageId })) remember("approved", row);
  };
  return { approve, remember, problem };
};
