import type { LocalOrder } from "#main/store/documents.ts";
import type { OrderView, Permission, StageView } from "@countersign/shared/contract/views.ts";
import type { OrderId, PersonId, StageId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import { knownAmount, multiplyMoney, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { executionCount, nextExecutions } from "@countersign/shared/domain/recurrence.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";
import type { FoldedFlow } from "@countersign/shared/engine/approval/fold.ts";
import { mayDecide, mayReverse } from "@countersign/shared/engine/approval/may.ts";

import type { MyCommands } from "./my-commands.ts";
import type { Picture } from "./picture.ts";

const upcomingDates = 6;

const permission = (result: Result<unknown, Refusal>): Permission =>
  result.ok ? { allowed: true } : { allowed: false, refusal: result.error };

const stageViews = (order: Order, { stages }: FoldedFlow, personId: PersonId): StageView[] =>
  stages.map(({ stage, state }) => ({
    stage,
    state,
    asksMe: stage.candidates.some((candidate) => candidate.personId === personId),
    decisions: order.flow.decisions
      .filter(({ stageId }) => stageId === stage.id)
      .map((decision) => ({ decision, mayReverse: permission(mayReverse(order, personId, decision.id)) })),
  }));

/** The stage that this person's decision is about: an open one that asks them, else the next or last that does. */
const decisionStage = (stages: readonly StageView[]): StageId | undefined => {
  const mine = stages.filter(({ asksMe }) => asksMe);
  const chosen =
    mine.find(({ state }) => state === "open") ?? mine.find(({ state }) => state === "waiting") ?? mine.at(-1);
  return chosen?.stage.id;
};

const termAmount = (gross: Amount, recurrence: Recurrence): Amount | undefined => {
  const count = executionCount(recurrence);
  if (count === undefined) return undefined;
  if (!gross.known) return unknownAmount;
  const product = multiplyMoney(gross.money, String(count));
  return product.ok ? knownAmount(product.value) : unknownAmount;
};

/** Without what the device adds for the inbox: the screens know nothing of it. */
const withoutPlace = (order: Order & Partial<Pick<LocalOrder, "asksMe" | "waitingSince">>): Order => {
  const { asksMe: _waits, waitingSince: _since, ...rest } = order;
  return rest;
};

/** Everything the order's page shows; `null` when the order is not (or no longer) this person's to see. */
export const orderView = async (
  picture: Picture,
  mine: MyCommands,
  personId: PersonId,
  orderId: OrderId,
  now: Instant,
): Promise<OrderView | null> => {
  const pictured = await picture.order(orderId);
  if (pictured === undefined) return null;
  const order = withoutPlace(pictured.order);
  const stages = stageViews(order, foldFlow(order.flow), personId);
  const stageId = decisionStage(stages);
  const may = permission(
    stageId === undefined ? { ok: false, error: refusal("not-a-candidate") } : mayDecide(order, personId, stageId),
  );
  const { recurrence } = order;
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
