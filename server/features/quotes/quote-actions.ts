import type { QuoteDocument } from "@countersign/shared/contract/api/quotes.ts";
import { quoteDocumentSchema } from "@countersign/shared/contract/api/quotes.ts";
import type { OrderReceipt } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { QuoteId } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { AccountRefusalCode } from "@countersign/shared/engine/accounts/refusals.ts";
import { closeQuote, convertQuote, quoteIsNotDecided } from "@countersign/shared/engine/quotes/quote.ts";

import { takeInWithin } from "#server/features/intake/intake.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { senderOf } from "#server/records/orders/sender.ts";
import { organisationOf } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor, Session } from "#server/records/sessions/session.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { accountOf } from "./buyer-account.ts";
import { findQuote, lockQuote, replaceQuote } from "./quote-store.ts";
import { engineQuote } from "./quote.ts";

/** In whose name the quote is converted: a seller's shop acts for the buyer, everybody else for themselves. */
const converterOf = async (
  tx: Tx,
  { person, organisation: own }: OrderSender,
  quote: QuoteDocument,
): Promise<Person> => {
  if (!may(person, "speak-for-buyer", { own })) return person;
  const row = tx.selectFrom("people").select("document").where("id", "=", quote.buyer.personId);
  return (await row.executeTakeFirstOrThrow()).document;
};

interface Converting {
  readonly id: QuoteId;
  readonly repeatable: Repeatable | undefined;
}

const convertWithin = async (
  tx: Tx,
  services: Services,
  session: Session,
  { id, repeatable }: Converting,
): Promise<Result<WrittenChanges<OrderReceipt>, RequestRefusal>> => {
  const { tenantId } = session;
  await shareVisibility(tx, tenantId);
  const sender = await senderOf(tx, session);
  if (!sender.ok) return sender;
  const stored = await lockQuote(tx, session, id, services.clock.now());
  if (!stored.ok) return stored;
  const { quote, request: ordered } = stored.value;
  const converter = await converterOf(tx, sender.value, quote);
  const account = await accountOf(tx, tenantId, converter);
  const converted = convertQuote(engineQuote(quote), account, await shopSettingsOf(tx, tenantId), "-");
  if (!converted.ok) return converted;
  const request = {
    ...ordered,
    requester: { email: converter.email },
    source: { system: "api" },
  } as const;
  const { status } = converted.value;
  return takeInWithin(tx, services, session, {
    request,
    repeatable,
    alongside: ({ id: orderId, number }) =>
      replaceQuote(tx, {
        ...stored.value,
        quote: quoteDocumentSchema.parse({ ...quote, status, order: { id: orderId, number } }),
      }),
  });
};

/**
 * Converts the quote to an order, once (S55), which is planned and decided like any other. Refused for another person's
 * quote, one that is closed or converted, and a buyer who may not order.
 */
export const convert = (
  services: Services,
  session: Session,
  converting: Converting,
): Promise<Result<OrderReceipt, RequestRefusal>> =>
  tryChanges(services, session.tenantId, (tx) => convertWithin(tx, services, session, converting));

const withdrawWithin = async (
  tx: Tx,
  { clock }: Services,
  actor: Actor,
  id: QuoteId,
): Promise<Result<QuoteDocument, RequestRefusal>> => {
  await shareVisibility(tx, actor.tenantId);
  const sender = await senderOf(tx, actor);
  if (!sender.ok) return sender;
  const stored = await lockQuote(tx, actor, id, clock.now());
  if (!stored.ok) return stored;
  const { quote } = stored.value;
  const company = await organisationOf(tx, quote.customer.organisationId);
  const { person, organisation: own } = sender.value;
  if (!may(person, "order-for-person", { own, company, personId: quote.buyer.personId })) return refuse("not-allowed");
  if (quote.status === "withdrawn") return ok(quote);
  const closed = closeQuote(engineQuote(quote), "withdraw");
  if (!closed.ok) return closed;
  const withdrawn = { ...quote, status: closed.value.status };
  await replaceQuote(tx, { ...stored.value, quote: withdrawn });
  return ok(withdrawn);
};

/** Withdraws a quote, for somebody who may order for its buyer; repeating it changes nothing. A closed quote stays so. */
export const withdraw = (
  services: Services,
  actor: Actor,
  id: QuoteId,
): Promise<Result<QuoteDocument, RequestRefusal>> =>
  inTransaction(services.db, (tx) => withdrawWithin(tx, services, actor, id));

/** If the id is that of a quote: the refusal of deciding it, with what to do instead (S55). */
export const objectionToDeciding = async (
  services: Services,
  actor: Actor,
  id: string,
): Promise<Refusal<AccountRefusalCode> | undefined> => {
  const quote = await findQuote(services, actor, id);
  return quote && quoteIsNotDecided(engineQuote(quote));
};
