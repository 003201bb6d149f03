import type { QuoteDocument, QuoteRequest } from "@countersign/shared/contract/api/quotes.ts";
import { quoteDocumentSchema } from "@countersign/shared/contract/api/quotes.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { quoteIdSchema } from "@countersign/shared/domain/ids.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { placeQuote } from "@countersign/shared/engine/quotes/quote.ts";

import { obtainParties } from "#server/features/intake/obtain-parties.ts";
import { refuseItemIds } from "#server/features/subscriptions/propose-change.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { refusalOfAmount } from "#server/records/orders/amount-refusal.ts";
import { priced } from "#server/records/orders/amounts.ts";
import { senderOf } from "#server/records/orders/sender.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { shopSettingsOf } from "#server/records/settings/shop-settings.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { accountOf } from "./buyer-account.ts";
import { insertQuote, nextQuoteNumber } from "./quote-store.ts";

interface Placing {
  readonly request: QuoteRequest;
  readonly repeatable: Repeatable | undefined;
}

const placeWithin = async (
  tx: Tx,
  { ids, clock }: Services,
  session: Session,
  { request, repeatable }: Placing,
): Promise<Result<WrittenChanges<QuoteDocument>, RequestRefusal>> => {
  const { tenantId } = session;
  const items = refuseItemIds(request);
  if (!items.ok) return items;
  await shareVisibility(tx, tenantId);
  const sender = await senderOf(tx, session);
  if (!sender.ok) return sender;
  const { validUntil, ...ordered } = request;
  const order = { ...ordered, source: { system: "api" } } as const;
  const obtained = await obtainParties({ tx, tenantId, ids, sender: sender.value }, order);
  if (!obtained.ok) return obtained;
  const { party, changes } = obtained.value;
  const account = await accountOf(tx, tenantId, party.requester);
  const number = await nextQuoteNumber(tx);
  const placed = placeQuote(account, await shopSettingsOf(tx, tenantId), number);
  if (!placed.ok) return placed;
  const amounts = priced(order);
  if (!amounts.ok) return fail(refusalOfAmount(amounts.error));
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
  return ok({ answer: quote, changes });
};

/** Stores a quote for its buyer (S54). It asks nobody, and commits to nothing. Refused if the buyer may place none. */
export const place = (
  services: Services,
  session: Session,
  placing: Placing,
): Promise<Result<QuoteDocument, RequestRefusal>> =>
  tryChanges(services, session.tenantId, (tx) => placeWithin(tx, services, session, placing));
