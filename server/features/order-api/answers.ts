import type { z } from "zod";

import type { Intent } from "@countersign/shared/commands/payloads.ts";
import type {
  AnswerReceipt,
  decisionRequestSchema,
  reversalRequestSchema,
  commentRequestSchema,
} from "@countersign/shared/contract/api/decisions.ts";
import { isAnswerErrorCode } from "@countersign/shared/contract/errors.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { findCommands } from "#server/features/commands/command-store.ts";
import { apiDeviceOf } from "#server/features/commands/device.ts";
import { executeCommand } from "#server/features/commands/execute-push.ts";
import { submitted } from "#server/features/commands/submission.ts";
import { objectionToDeciding } from "#server/features/quotes/quote-actions.ts";
import { visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { chosenStage } from "./chosen-stage.ts";

/** The caller's answer; the order is in the path. */
export type PartnerAnswer =
  | ({ readonly type: "decision" } & z.infer<typeof decisionRequestSchema>)
  | ({ readonly type: "reversal" } & z.infer<typeof reversalRequestSchema>)
  | ({ readonly type: "comment" } & z.infer<typeof commentRequestSchema>);

/** A refused command as a refused request. `currentRevision` shows a caller that it decided on an older order. */
const refusedAt = (currentRevision: number, { code, args }: Refusal): Result<never, RequestRefusal> =>
  isAnswerErrorCode(code) ? refuse(code, { ...args, currentRevision }) : refuse("unexpected");

const intentOf = (order: Order, { person }: Session, answer: PartnerAnswer): Result<Intent, RequestRefusal> => {
  const orderId = order.id;
  switch (answer.type) {
    case "decision": {
      const { outcome, type: _type, stageId: named, ...rest } = answer;
      const stage = named === undefined ? chosenStage(order, person.id) : ok(named);
      if (!stage.ok) return refusedAt(order.revision, stage.error);
      const payload = { orderId, stageId: stage.value, ...rest };
      return ok({ type: outcome === "approved" ? "approve-order" : "reject-order", payload });
    }
    case "reversal": {
      const { type: _type, ...rest } = answer;
      return ok({ type: "reverse-decision", payload: { orderId, ...rest } });
    }
    case "comment":
      return ok({ type: "comment-on-order", payload: { orderId, text: answer.text } });
  }
};

/** An answer to an order, with the id of the command that it becomes, and the protocol that its caller speaks. */
interface Answering {
  readonly orderId: OrderId;
  readonly commandId: CommandId;
  readonly protocol: number;
  readonly answer: PartnerAnswer;
}

/** The API has a device for each caller; its commands are independent and need no numbering. */
const commandOf = (
  services: Services,
  { person, key }: Session,
  order: Order,
  { commandId: id, protocol }: Answering,
  intent: Intent,
): Command => ({
  id,
  type: intent.type,
  payload: intent.payload,
  actorId: person.id,
  deviceId: apiDeviceOf(key?.id ?? person.id),
  deviceSeq: 1,
  madeAt: services.clock.now(),
  basedOn: order.revision,
  protocol,
  verdict: { state: "waiting" },
});

/** The decision on record that the answer repeated, or its own. */
const recordedAs = (order: Order, { person }: Session, { id, payload }: Command): CommandId => {
  const { decisions } = order.flow;
  const standing = decisions.find(
    (one) => one.stageId === payload["stageId"] && one.person.personId === person.id && one.reversal === undefined,
  );
  return decisions.some((one) => one.id === id) ? id : (standing?.id ?? id);
};

/** The command that the answer becomes, for the order as it is now. */
const commandFor = (
  services: Services,
  session: Session,
  order: Order,
  answering: Answering,
): Result<Command, RequestRefusal> => {
  const intent = intentOf(order, session, answering.answer);
  return intent.ok ? ok(commandOf(services, session, order, answering, intent.value)) : intent;
};

/**
 * Answers an order as a device would: the same command, judged by the same engine, once for each id (A13, A77). A refusal
 * has the engine's code and the order's current revision.
 */
export const answerOrder = async (
  services: Services,
  session: Session,
  answering: Answering,
): Promise<Result<AnswerReceipt, RequestRefusal>> => {
  const { db } = services;
  const { orderId, commandId, answer } = answering;
  const [known] = (await findCommands(db, session.person.id, [commandId])).values();
  const objection = answer.type === "decision" ? await objectionToDeciding(services, session, orderId) : undefined;
  if (objection !== undefined) return fail(objection);
  const before = await visibleOrder(db, session, orderId);
  if (!before.ok) return before;
  const command = known === undefined ? commandFor(services, session, before.value, answering) : ok(known);
  if (!command.ok) return command;
  const judged = await executeCommand(services, session, { ...submitted(command.value), isNumbered: false });
  const order = await visibleOrder(db, session, orderId);
  if (!order.ok) return order;
  if (judged.verdict.state === "waiting") throw new Error("A command was not judged");
  if (judged.verdict.state === "refused") return refusedAt(order.value.revision, judged.verdict);
  const { at, revision } = judged.verdict;
  const id = recordedAs(order.value, session, judged);
  return ok({ id, orderId, revision, status: order.value.status, receivedAt: at });
};
