import type { QuoteDocument, QuoteRequest } from "@countersign/shared/contract/api/quotes.ts";
import { quoteDocumentSchema } from "@countersign/shared/contract/api/quotes.ts";
import type { OrderReceipt } from "@countersign/shared/contract/intake.ts";
import type { QuoteId } from "@countersign/shared/domain/ids.ts";
import { quoteIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import { closeQuote, convertQuote, placeQuote, quoteIsNotDecided } from "@countersign/shared/engine/quotes/quote.ts";

import { takeInWithin } from "#server/features/intake/intake.ts";
import { obtainParties } from "#server/features/intake/obtain-parties.ts";
import { refuseItemIds } from "#server/features/subscriptions/propose-change.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { HttpProblem, orThrow, problemOf } from "#server/foundation/http/problem.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { refusalOfAmount } from "#server/records/orders/amount-refusal.ts";
import { priced } from "#server/records/orders/amounts.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { senderOf } from "#server/records/orders/sender.ts";
import { organisationOf } from "#server/records/people/members.ts";
import { isInReach } from "#server/records/rights/reach.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor, Session } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { findQuote, insertQuote, lockQuote, nextQuoteNumber, replaceQuote } from "./quote-store.ts";
import { engineQuote } from "./quote.ts";

/** The person's account in the web store; whoever has none there orders like a regular customer (S04). */
const accountOf = async (tx: Tx, tenantId: string, person: Person): Promise<ShopAccount> => {
  const { id, name, email, organisationId, isActive } = person;
  const account = await findSetting(tx, tenantId, "shop-account", id);
  return account ?? { kind: "regular", id, name, email, accountId: organisationId, isActivated: isActive };
};

interface Placing {
  readonly request: QuoteRequest;
  readonly repeatable: Repeatable | undefined;
}

const placeWithin = async (
  tx: Tx,
  { ids, clock }: Services,
  session: Session,
  { request, repeatable }: Placing,
): Promise<WrittenChanges<QuoteDocument>> => {
  const { tenantId } = session;
  orThrow(refuseItemIds(request));
  await shareVisibility(tx, tenantId);
  const sender = orThrow(await senderOf(tx, session));
  const { validUntil, ...ordered } = request;
  const order = { ...ordered, source: { system: "api" } } as const;
  const { party, changes } = await obtainParties({ tx, tenantId, ids, sender }, order);
  const account = await accountOf(tx, tenantId, party.requester);
  const number = await nextQuoteNumber(tx);
  const placed = placeQuote(account, await shopSettingsOf(tx, tenantId), number);
  if (!placed.ok) throw problemOf(placed.error);
  const amounts = priced(order);
  if (!amounts.ok) throw problemOf(refusalOfAmount(amounts.error));
  const reference = ({ id, name }: { id: QuoteDocument["customer"]["organisationId"]; name: string }) => ({
    organisationId: id,
    name,
  });
  const { costCentre, recurrence, note } = ordered;
  const quote: QuoteDocument = {
    id: quoteIdSchema.parse(ids.next()),
    number,
    status: "placed",
    placedAt: clock.now(),
    ...(validUntil === undefined ? {} : { validUntil }),
    buyer: referenceTo(party.requester),
    customer: reference(party.customer),
    ...(party.reseller === undefined ? {} : { reseller: reference(party.reseller) }),
    ...(party.distributor === undefined ? {} : { distributor: reference(party.distributor) }),
    ...amounts.value,
    ...(costCentre === undefined ? {} : { costCentre }),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...(note === undefined ? {} : { note }),
  };
  await insertQuote(tx, tenantId, { quote: quoteDocumentSchema.parse(quote), request: ordered });
  await repeatable?.keep(tx, { status: 201, body: quote });
  return { answer: quote, changes };
};

/**
 * Keeps a quote for its buyer (S54). It asks nobody, and commits to nothing.
 * @throws HttpProblem when it does not fit, or the buyer may place none.
 */
export const place = (services: Services, session: Session, placing: Placing): Promise<QuoteDocument> =>
  writeChanges(services, session.tenantId, (tx) => placeWithin(tx, services, session, placing));

/** In whose name it is converted: a seller's shop speaks for the buyer, everybody else for themselves. */
const converterOf = async (tx: Tx, { reach, person }: OrderSender, quote: QuoteDocument): Promise<Person> => {
  if (reach !== "network" && reach !== "chain") return person;
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
): Promise<WrittenChanges<OrderReceipt>> => {
  const { tenantId } = session;
  await shareVisibility(tx, tenantId);
  const sender = orThrow(await senderOf(tx, session));
  const stored = await lockQuote(tx, session, id, services.clock.now());
  const { quote } = stored;
  const converter = await converterOf(tx, sender, quote);
  const account = await accountOf(tx, tenantId, converter);
  const converted = convertQuote(engineQuote(quote), account, await shopSettingsOf(tx, tenantId), "-");
  if (!converted.ok) throw problemOf(converted.error);
  const request = {
    ...stored.request,
    requester: { email: converter.email },
    source: { system: "api" },
  } as const;
  const { status } = converted.value;
  return takeInWithin(tx, services, session, {
    request,
    repeatable,
    alongside: ({ id: orderId, number }) =>
      replaceQuote(tx, {
        ...stored,
        quote: quoteDocumentSchema.parse({ ...quote, status, order: { id: orderId, number } }),
      }),
  });
};

/**
 * Makes the quote an order, once (S55): it is planned and decided like any other.
 * @throws HttpProblem 404 out of scope, 403 for another's quote, 409 for one that is closed or converted, 422 for a buyer
 * who may not order.
 */
export const convert = (services: Services, session: Session, converting: Converting): Promise<OrderReceipt> =>
  writeChanges(services, session.tenantId, (tx) => convertWithin(tx, services, session, converting));

const withdrawWithin = async (tx: Tx, { clock }: Services, actor: Actor, id: QuoteId): Promise<QuoteDocument> => {
  await shareVisibility(tx, actor.tenantId);
  const sender = orThrow(await senderOf(tx, actor));
  const stored = await lockQuote(tx, actor, id, clock.now());
  const { quote } = stored;
  const customer = await organisationOf(tx, quote.customer.organisationId);
  const isTheirs = sender.reach === "self" ? quote.buyer.personId === actor.person.id : isInReach(customer, sender);
  if (!isTheirs) throw new HttpProblem(403, "not-allowed");
  if (quote.status === "withdrawn") return quote;
  const closed = closeQuote(engineQuote(quote), "withdraw");
  if (!closed.ok) throw problemOf(closed.error);
  const withdrawn = { ...quote, status: closed.value.status };
  await replaceQuote(tx, { ...stored, quote: withdrawn });
  return withdrawn;
};

/** Takes a quote back; once more changes nothing. @throws HttpProblem 404, 403, and 409 for one that is closed. */
export const withdraw = (services: Services, actor: Actor, id: QuoteId): Promise<QuoteDocument> =>
  inTransaction(services.db, (tx) => withdrawWithin(tx, services, actor, id));

/** Nobody decides a quote. @throws HttpProblem 409 for the id of one, with what to do instead (S55). */
export const refuseToDecide = async (services: Services, actor: Actor, id: string): Promise<void> => {
  const quote = await findQuote(services, actor, id);
  if (quote !== undefined) throw problemOf(quoteIsNotDecided(engineQuote(quote)));
};
