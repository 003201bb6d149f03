import type { Stage } from "@countersign/shared/domain/approval-flow.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { ResellerContacts } from "@countersign/shared/domain/mail-preferences.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { foldFlow, openStages } from "@countersign/shared/engine/approval/fold.ts";

import type { OrderEvent } from "#server/records/events/order-event.ts";

import { confirmationRecipient } from "./recipients.ts";

/** Every kind of mail about an order. */
export const noticeKinds = [
  "approval-needed",
  "substitute-asked",
  "order-received",
  "order-confirmation",
  "order-approved",
  "order-rejected",
  "no-longer-needed",
  "decision-reversed",
  "order-executed",
  "provisioning-failed",
  "acceptance-stopped",
  "order-without-credit",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A mail to one person about one event. */
export interface MailNotice {
  readonly kind: NoticeKind;
  readonly personId: PersonId;
  /** The stage that it is about. */
  readonly stageId?: Stage["id"];
  /** The rule that chose this recipient, if there was a choice (W15). */
  readonly rule?: string;
}

export interface NoticeContext {
  readonly people: readonly Person[];
  readonly contacts: ResellerContacts | undefined;
  /** The approvers of the subscription that made the order. */
  readonly approvedBefore: readonly PersonId[];
}

const to = (kind: NoticeKind, ids: Iterable<PersonId>, stageId?: Stage["id"]): MailNotice[] =>
  [...new Set(ids)].map((personId) => ({ kind, personId, ...(stageId === undefined ? {} : { stageId }) }));

/** The stage if it is still open: one that was decided before the mail was written asks nobody. */
const openStage = (order: Order, stageId: string): Stage | undefined =>
  order.status === "pending" ? openStages(order.flow).find(({ id }) => id === stageId) : undefined;

/** I06, I08, S38, A96: to every candidate of the stage. */
const askedBy = (order: Order, stageId: string): MailNotice[] => {
  const stage = openStage(order, stageId);
  if (stage === undefined) return [];
  return to(
    "approval-needed",
    stage.candidates.map(({ personId }) => personId),
    stage.id,
  );
};

/** To the people who are also asked, and to the delegators whose substitutes they are. */
const alsoAsked = (order: Order, stageId: string, personIds: readonly PersonId[]): MailNotice[] => {
  const stage = openStage(order, stageId);
  if (stage === undefined) return [];
  const added = stage.candidates.filter(({ personId }) => personIds.includes(personId));
  const away = added.flatMap(({ delegation }) => (delegation === undefined ? [] : [delegation.delegator.personId]));
  return [...to("approval-needed", personIds, stage.id), ...to("substitute-asked", away, stage.id)];
};

const deciders = ({ flow }: Order): PersonId[] =>
  flow.decisions.filter(({ reversal }) => reversal === undefined).map(({ person }) => person.personId);

/**
 * A17: the candidates in the rejected stage's step who had not answered. Later steps were never asked.
 */
const sparedBy = (order: Order): PersonId[] => {
  const { stages } = foldFlow(order.flow);
  const step = stages.find(({ state }) => state === "rejected")?.stage.step;
  const answered = new Set(deciders(order));
  return stages
    .filter(({ stage }) => stage.step === step)
    .flatMap(({ stage }) => stage.candidates.map(({ personId }) => personId))
    .filter((personId) => !answered.has(personId));
};

const sellers = (order: Order, people: readonly Person[], side: "reseller" | "distributor"): PersonId[] =>
  people
    .filter(({ organisationId, roles }) => organisationId === order[side]?.organisationId && roles.includes(side))
    .map(({ id }) => id);

/** W13 to the customer, W14 to one person at the reseller. */
const placed = (order: Order, { contacts, people }: NoticeContext): MailNotice[] => {
  const received = to("order-received", [order.requester.personId]);
  if (order.reseller === undefined) return received;
  const stage = order.flow.stages.find(({ role }) => role === "reseller");
  const approvers = stage?.candidates.map(({ personId }) => personId) ?? sellers(order, people, "reseller");
  const confirmation = confirmationRecipient(contacts, approvers);
  return confirmation === undefined
    ? received
    : [...received, { kind: "order-confirmation", personId: confirmation.personId, rule: confirmation.rule }];
};

/** S45, A16, A23 to the requester; A21, A25, A26 to those who approved. */
const statusChanged = (order: Order, status: Order["status"], { approvedBefore }: NoticeContext): MailNotice[] => {
  const requester = [order.requester.personId];
  switch (status) {
    case "approved":
      return to("order-approved", requester);
    case "rejected":
      return [...to("order-rejected", requester), ...to("no-longer-needed", sparedBy(order))];
    case "executed":
      return to("order-executed", [...requester, ...deciders(order)]);
    case "failed-after-approval":
      return to("provisioning-failed", [...deciders(order), ...approvedBefore]);
    default:
      return [];
  }
};

/**
 * To the people whom the checks name when they stop the order. The credit that it needs, and what is left of it, is only
 * for the reseller: if the distributor named no price, it is counted at customers' prices (A76).
 */
const stopped = (
  { stoppedAt, tell }: Extract<OrderEvent, { kind: "acceptance-stopped" }>,
  order: Order,
  { people }: NoticeContext,
): MailNotice[] =>
  tell.flatMap(({ to: side }) => {
    const isForLender = side === "distributor" && stoppedAt === "available-credit";
    return to(isForLender ? "order-without-credit" : "acceptance-stopped", sellers(order, people, side));
  });

/** The notices of an event, for the current state of its order. */
export const noticesFor = (event: OrderEvent, order: Order, context: NoticeContext): MailNotice[] => {
  switch (event.kind) {
    case "order-placed":
      return placed(order, context);
    case "stage-opened":
      return askedBy(order, event.stageId);
    case "people-asked":
      return alsoAsked(order, event.stageId, event.personIds);
    case "decision-reversed":
      return to("decision-reversed", [order.requester.personId]);
    case "status-changed":
      return statusChanged(order, event.to, context);
    case "acceptance-stopped":
      return stopped(event, order, context);
    default:
      return [];
  }
};
