import type { Decision, Stage } from "#shared/domain/approval-flow.ts";
import type { Command } from "#shared/domain/command.ts";
import type { HistoryAction, HistoryEntry } from "#shared/domain/history.ts";
import type { DecisionBasis, Order } from "#shared/domain/order.ts";

import type { Authorship } from "./apply.ts";
import type { Intent } from "./payloads.ts";

/** A comment decides nothing, so it is not an authorization; it is kept with the order. */
type Deciding = Exclude<Intent, { type: "comment-on-order" }>;

const actions: Record<Deciding["type"], HistoryAction> = {
  "approve-order": "approved",
  "reject-order": "rejected",
  "reverse-decision": "reversed",
};

const decisionOf = (order: DecisionBasis, intent: Deciding, command: Pick<Command, "id">): Decision | undefined =>
  order.flow.decisions.find(
    ({ id }) => id === (intent.type === "reverse-decision" ? intent.payload.decisionId : command.id),
  );

const stageOf = (order: DecisionBasis, decision: Decision | undefined): Stage | undefined =>
  order.flow.stages.find(({ id }) => id === decision?.stageId);

/** A history entry that the server has not recorded yet. */
export type HistoryEntryDraft = Omit<HistoryEntry, "receivedAt"> & Partial<Pick<HistoryEntry, "receivedAt">>;

/** What an entry of the history says about its order. */
type RecordedOrder = DecisionBasis & Pick<Order, "number" | "customer" | "totals">;

/**
 * The entry that `command` writes into the authorization history, given the order after the command.
 * `undefined` when the command changed nothing, so that a repeated answer is recorded once.
 */
export const historyEntryOf = (
  order: RecordedOrder,
  intent: Intent,
  command: Omit<Command, "verdict">,
  { person, receivedAt }: Authorship,
): HistoryEntryDraft | undefined => {
  if (intent.type === "comment-on-order") return undefined;
  const decision = decisionOf(order, intent, command);
  const stage = stageOf(order, decision);
  if (stage === undefined) return undefined;
  const { reason } = intent.payload;
  const onBehalfOf = decision?.id === command.id ? decision.onBehalfOf : undefined;
  return {
    id: command.id,
    orderId: order.id,
    orderNumber: order.number,
    customer: order.customer,
    amount: order.totals.gross,
    action: actions[intent.type],
    stageRole: stage.role,
    person,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(reason === undefined ? {} : { reason }),
    deviceId: command.deviceId,
    madeAt: command.madeAt,
    ...(receivedAt === undefined ? {} : { receivedAt }),
    orderStatus: order.status,
  };
};
