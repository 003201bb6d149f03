import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { mailWords } from "@countersign/shared/words/by-language.ts";
import { conditionText } from "@countersign/shared/words/condition-text.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";
import type { Formats } from "@countersign/shared/words/formats.ts";
import { moneyText } from "@countersign/shared/words/money-text.ts";
import { refusalText } from "@countersign/shared/words/refusal-text.ts";

import type { OrderEvent } from "#server/records/events/order-event.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

import { mailFormats } from "./mail-formats.ts";
import type { MailReader } from "./mail-reader.ts";
import type { MailNotice } from "./notices.ts";
import type { MailContent } from "./render.ts";
import type { RemindedOrders } from "./waiting-orders.ts";

const amountText = ({ totals: { gross } }: Pick<Order, "totals">, { language }: Formats) =>
  gross.known ? moneyText(gross.money, language) : mailWords[language].unknownAmount;

const whyText = (order: Order, stageId: string | undefined, formats: Formats): string | undefined => {
  const stage = order.flow.stages.find(({ id }) => id === stageId);
  return stage && conditionText(stage.condition, formats);
};

const lastRejection = ({ flow }: Order): string | undefined =>
  flow.decisions.findLast(({ outcome, reversal }) => outcome === "rejected" && reversal === undefined)?.reason;

type StoppedEvent = Extract<OrderEvent, { kind: "acceptance-stopped" }>;

/** The text of a check's refusal; `undefined` for an unknown code. */
const stopText = ({ code, args }: StoppedEvent, formats: Formats): string | undefined =>
  isErrorCode(code) ? refusalText({ code, args }, formats) : undefined;

/** The reason of a check, or that of the last rejection in the person's own words. */
const reasonText = (event: OrderEvent, order: Order, formats: Formats): string =>
  (event.kind === "acceptance-stopped" ? stopText(event, formats) : undefined) ?? lastRejection(order) ?? "";

/**
 * The content of a notice, with what its reader may see of the order (A76). Without `appUrl`, the application's address,
 * it has no link.
 */
export const composeNotice = (
  notice: MailNotice,
  {
    event,
    order: whole,
    reader,
    appUrl,
  }: { event: OrderEvent; order: Order; reader: MailReader; appUrl: string | undefined },
): MailContent => {
  const { preferences, person } = reader;
  const order = redactFor(whole, person);
  const formats = mailFormats(preferences);
  const own = mailWords[preferences.language];
  const { subject, lead } = own.notices[notice.kind];
  const reason = reasonText(event, order, formats);
  const args = {
    number: order.number,
    customer: order.customer.name,
    reseller: order.reseller?.name ?? "",
    requester: order.requester.name,
    reason,
  };
  const why = whyText(order, notice.stageId, formats);
  return {
    subject: fillText(subject, args, formats),
    lead: fillText(lead, args, formats),
    facts: [
      [own.facts.order, order.number],
      [own.facts.customer, order.customer.name],
      [own.facts.amount, amountText(order, formats)],
      [own.facts.placed, formats.show(order.placedAt, "placed")],
      ...(why === undefined ? [] : [[own.facts.why, why] as const]),
      ...(notice.kind === "order-rejected" && reason !== "" ? [[own.facts.reason, reason] as const] : []),
    ],
    ...(appUrl === undefined ? {} : { link: { label: own.open, url: `${appUrl}#/orders/${order.id}` } }),
    footer: own.footer,
  };
};

/** The content of a reminder: how many orders wait, since when, and the oldest of them (S43). */
export const composeReminder = (
  { count, oldest }: RemindedOrders,
  { preferences }: MailReader,
  appUrl: string | undefined,
): MailContent => {
  const formats = mailFormats(preferences);
  const own = mailWords[preferences.language];
  const args = { count, since: oldest[0]?.since ?? "" };
  return {
    subject: fillText(own.reminder.subject, args, formats),
    lead: fillText(own.reminder.lead, args, formats),
    facts: oldest.map((order) => [order.number, `${order.customer.name}, ${amountText(order, formats)}`]),
    ...(appUrl === undefined ? {} : { link: { label: own.openInbox, url: appUrl } }),
    footer: own.footer,
  };
};
