import { decidable } from "@countersign/shared/commands/decidable.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { OrderView, Permission, StageView } from "@countersign/shared/contract/views.ts";
import type { CommandId, OrderId, PersonId, StageId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { LooseAmount } from "@countersign/shared/domain/money.ts";
import { knownAmount, multiplyMoney, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { isUnderstood } from "@countersign/shared/domain/order.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { executionCount, hasKnownDates, nextExecutions } from "@countersign/shared/domain/recurrence.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { fail } from "@countersign/shared/domain/result.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";
import { mayDecide, mayReverse } from "@countersign/shared/engine/approval/may.ts";

import type { MyCommands } from "./my-commands.ts";
import type { OverlaidOrders } from "./overlaid-orders.ts";
import { permission } from "./permission.ts";

const upcomingDates = 6;

/** The state of each stage; unknown if something in the flow is of a newer kind. */
const states = (order: LooseOrder): ReadonlyMap<StageId, StageView["state"]> =>
  new Map(isUnderstood(order) ? foldFlow(order.flow).stages.map(({ stage, state }) => [stage.id, state]) : []);

const mayTakeBack = (order: LooseOrder, personId: PersonId, decisionId: CommandId): Permission => {
  const known = decidable(order, newestProtocol);
  return permission(known.ok ? mayReverse(known.value, personId, decisionId) : known);
};

const stageViews = (order: LooseOrder, personId: PersonId): StageView[] => {
  const stateOf = states(order);
  return order.flow.stages.map((stage) => ({
    stage,
    state: stateOf.get(stage.id) ?? "unknown",
    asksMe: stage.candidates.some((candidate) => candidate.personId === personId),
    decisions: order.flow.decisions
      .filter(({ stageId }) => stageId === stage.id)
      .map((decision) => ({ decision, mayReverse: mayTakeBack(order, personId, decision.id) })),
  }));
};

/** Whether this person may decide the stage now, with this version of the program. */
const mayDecideHere = (order: LooseOrder, personId: PersonId, stageId: StageId | undefined): Permission => {
  if (stageId === undefined) return permission(fail(refusal("not-a-candidate")));
  const known = decidable(order, newestProtocol);
  return permission(known.ok ? mayDecide(known.value, personId, stageId) : known);
};

/** The stage that this person's decision is about: an open one that asks them, otherwise the next or last that does. */
const decisionStage = (stages: readonly StageView[]): StageId | undefined => {
  const mine = stages.filter(({ asksMe }) => asksMe);
  const chosen =
    mine.find(({ state }) => state === "open") ?? mine.find(({ state }) => state === "waiting") ?? mine.at(-1);
  return chosen?.stage.id;
};

const termAmount = (gross: LooseAmount, recurrence: Recurrence): LooseAmount | undefined => {
  const count = executionCount(recurrence);
  if (count === undefined) return undefined;
  if (!gross.known) return unknownAmount;
  const { amountMinor, currency } = gross.money;
  // Of a newer currency, no amount can be shown, whatever it is.
  if (isNewer(currency)) return gross;
  const product = multiplyMoney({ amountMinor, currency }, String(count));
  return product.ok ? knownAmount(product.value) : unknownAmount;
};

/** Everything that the order's page shows; `null` when the person may not, or may no longer, see the order. */
export const orderView = async (
  overlaid: OverlaidOrders,
  mine: MyCommands,
  personId: PersonId,
  orderId: OrderId,
  now: Instant,
): Promise<OrderView | null> => {
  const seen = await overlaid.order(orderId);
  if (seen === undefined) return null;
  const { order } = seen;
  const stages = stageViews(order, personId);
  const stageId = decisionStage(stages);
  const may = mayDecideHere(order, personId, stageId);
  const recurrence = order.recurrence && hasKnownDates(order.recurrence) ? order.recurrence : undefined;
  const term = recurrence && termAmount(order.totals.gross, recurrence);
  return {
    order,
    stages,
    ...(stageId === undefined ? {} : { decisionStageId: stageId }),
    mayApprove: may,
    mayReject: may,
    commands: mine.unsettledOn(orderId).map(({ id, type, madeAt, verdict }) => ({
      commandId: id,
      type,
      madeAt,
      verdict,
    })),
    nextDates: recurrence ? nextExecutions(recurrence, now, upcomingDates) : [],
    ...(term === undefined ? {} : { termAmount: term }),
  };
};
