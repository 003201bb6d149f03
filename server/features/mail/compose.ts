import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { OrderEvent } from "#server/records/events/order-event.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

import { conditionText, stopText } from "./condition-text.ts";
import { instantText, moneyText, sentenceText } from "./figures.ts";
import type { MailReader } from "./mail-reader.ts";
import type { MailNotice } from "./notices.ts";
import type { MailContent } from "./render.ts";
import type { RemindedOrders } from "./waiting-orders.ts";
import type { Words } from "./words.ts";
import { words } from "./words.ts";

const amountText = (
  { totals: { gross } }: Pick<Order, "totals">,
  language: MailPreferences["language"],
  { unknownAmount }: Words,
) => (gross.known ? moneyText(gross.money, language) : unknownAmount);

const whyText = (order: Order, stageId: string | undefined, { preferences }: MailReader): string | undefined => {
  const stage = order.flow.stages.find(({ id }) => id === stageId);
  return stage && conditionText(stage.condition, preferences.language);
};

const lastRejection = ({ flow }: Order): string | undefined =>
  flow.decisions.findLast(({ outcome, reversal }) => outcome === "rejected" && reversal === undefined)?.reason;

/** The reason that a check gave; those of rejections are a person's own words. */
const refusalText = (event: OrderEvent, order: Order, { preferences }: MailReader): string =>
  (event.kind === "acceptance-stopped" ? stopText(event.code, event.args, preferences.language) : undefined) ??
  lastRejection(order) ??
  "";

/** What a notice says to its reader, of what they may know of the order (A76). `appUrl`: where the application is opened; without it there is no link. */
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
  const own = words[preferences.language];
  const { subject, lead } = own.notices[notice.kind];
  const reason = refusalText(event, order, reader);
  const args = {
    number: order.number,
    customer: order.customer.name,
    reseller: order.reseller?.name ?? "",
    requester: order.requester.name,
    reason,
  };
  const why = whyText(order, notice.stageId, reader);
  return {
    subject: sentenceText(subject, args, preferences.language),
    lead: sentenceText(lead, args, preferences.language),
    facts: [
      [own.facts.order, order.number],
      [own.facts.customer, order.customer.name],
      [own.facts.amount, amountText(order, preferences.language, own)],
      [own.facts.placed, instantText(order.placedAt, preferences)],
      ...(why === undefined ? [] : [[own.facts.why, why] as const]),
      ...(notice.kind === "order-rejected" && reason !== "" ? [[own.facts.reason, reason] as const] : []),
    ],
    ...(appUrl === undefined ? {} : { link: { label: own.open, url: `${appUrl}#/orders/${order.id}` } }),
    footer: own.footer,
  };
};

/** What a reminder says: how many orders wait, since when, and the first of them (S43). */
export const composeReminder = (
  { count, oldest }: RemindedOrders,
  { preferences }: MailReader,
  appUrl: string | undefined,
): MailContent => {
  const own = words[preferences.language];
  const since = oldest[0]?.since;
  const args = { count, since: since === undefined ? "" : instantText(since, preferences) };
  return {
    subject: sentenceText(own.reminder.subject, args, preferences.language),
    lead: sentenceText(own.reminder.lead, args, preferences.language),
    facts: oldest.map((order) => [
      order.number,
      `${order.customer.name}, ${amountText(order, preferences.language, own)}`,
    ]),
    ...(appUrl === undefined ? {} : { link: { label: own.openInbox, url: appUrl } }),
    footer: own.footer,
  };
};
