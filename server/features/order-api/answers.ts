import type { z } from "zod";

import type { Intent } from "@countersign/shared/commands/payloads.ts";
import type {
  AnswerReceipt,
  decisionRequestSchema,
  reversalRequestSchema,
  commentRequestSchema,
} from "@countersign/shared/contract/api/decisions.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { orThrow } from "#server/foundation/http/problem.ts";
import { findCommands } from "#server/features/commands/command-store.ts";
import { apiDeviceOf } from "#server/features/commands/device.ts";
import { executeCommand } from "#server/features/commands/execute-push.ts";
import { submitted } from "#server/features/commands/submission.ts";
import { refuseToDecide } from "#server/features/quotes/quote-actions.ts";
import { visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { chosenStage } from "./chosen-stage.ts";
import { problemOfRefusal } from "./refusal-status.ts";

/** What the caller answers; the order comes with the address. */
export type PartnerAnswer =
  | ({ readonly type: "decision" } & z.infer<typeof decisionRequestSchema>)
  | ({ readonly type: "reversal" } & z.infer<typeof reversalRequestSchema>)
  | ({ readonly type: "comment" } & z.infer<typeof commentRequestSchema>);

const intentOf = (order: Order, { person }: Session, answer: PartnerAnswer): Intent => {
  const orderId = order.id;
  switch (answer.type) {
    case "decision": {
      const { outcome, type: _type, stageId: named, ...rest } = answer;
      const stage = named === undefined ? chosenStage(order, person.id) : ({ ok: true, value: named } as const);
      if (!stage.ok) throw problemOfRefusal(stage.error, order.revision);
      const payload = { orderId, stageId: stage.value, ...rest };
      return { type: outcome === "approved" ? "approve-order" : "reject-order", payload };
    }
    case "reversal": {
      const { type: _type, ...rest } = answer;
      return { type: "reverse-decision", payload: { orderId, ...rest } };
    }
    case "comment":
      return { type: "comment-on-order", payload: { orderId, text: answer.text } };
  }
};

/** The API is a device of its own for each caller; its commands come one by one and need no order. */
const commandOf = (
  services: Services,
  { person, key }: Session,
  order: Order,
  id: CommandId,
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
  protocol: newestProtocol,
  verdict: { state: "waiting" },
});

/** The decision on record that the answer repeated, or what it made itself. */
const recordedAs = (order: Order, { person }: Session, { id, payload }: Command): CommandId => {
  const { decisions } = order.flow;
  const standing = decisions.find(
    (one) => one.stageId === payload["stageId"] && one.person.personId === person.id && one.reversal === undefined,
  );
  return decisions.some((one) => one.id === id) ? id : (standing?.id ?? id);
};

/**
 * Answers an order as a device would: the same command, judged by the same engine, once for each id (A13, A77).
 * @throws HttpProblem with the code of the refusal: 404 for an order out of the scope, 403 for somebody who is not asked,
 * 409 for what is no longer possible, 422 for what does not fit.
 */
export const answerOrder = async (
  services: Services,
  session: Session,
  { orderId, commandId, answer }: { orderId: OrderId; commandId: CommandId; answer: PartnerAnswer },
): Promise<AnswerReceipt> => {
  const { db } = services;
  const [known] = (await findCommands(db, session.person.id, [commandId])).values();
  if (answer.type === "decision") await refuseToDecide(services, session, orderId);
  const before = orThrow(await visibleOrder(db, session, orderId));
  const command = known ?? commandOf(services, session, before, commandId, intentOf(before, session, answer));
  const judged = await executeCommand(services, session, { ...submitted(command), isNumbered: false });
  const order = orThrow(await visibleOrder(db, session, orderId));
  if (judged.verdict.state === "waiting") throw new Error("A command was left unjudged");
  if (judged.verdict.state === "refused") throw problemOfRefusal(judged.verdict, order.revision);
  const { at, revision } = judged.verdict;
  return { id: recordedAs(order, session, judged), orderId, revision, status: order.status, receivedAt: at };
};
