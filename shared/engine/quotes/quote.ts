import type { OrganisationId } from "#shared/domain/ids.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { ShopAccount, ShopSettings } from "#shared/domain/shop-account.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import { effectiveRights } from "#shared/engine/accounts/rights.ts";
import { nextState } from "#shared/engine/transitions.ts";

import type { QuoteEvent, QuoteStatus } from "./quote-life-cycle.ts";
import { quoteLifeCycle } from "./quote-life-cycle.ts";

interface QuoteFacts {
  readonly number: string;
  readonly buyer: PersonReference;
  readonly accountId: OrganisationId;
}

/** An offer that a buyer asked for. Once converted, it names its order, and only that order is decided. */
export type Quote = QuoteFacts &
  (
    | { readonly status: Exclude<QuoteStatus, "converted"> }
    | { readonly status: "converted"; readonly orderNumber: string }
  );

type Quoted = Result<Quote, Refusal<AccountRefusalCode>>;

const factsOf = ({ number, buyer, accountId }: Quote): QuoteFacts => ({ number, buyer, accountId });

/** A quote in the name of this account, or why it may place none (S54). */
export const placeQuote = (account: ShopAccount, settings: ShopSettings, number: string): Quoted => {
  const right = effectiveRights(account, settings)["place-quotes"];
  if (!right.ok) return right;
  const buyer = { personId: account.id, name: account.name };
  return ok({ number, buyer, accountId: account.accountId, status: "placed" });
};

/** The outcome of a quote that takes no more events. */
const endOf = (quote: Quote): Refusal<AccountRefusalCode> =>
  quote.status === "converted"
    ? refusal("quote-already-converted", { quote: quote.number, order: quote.orderNumber })
    : refusal("quote-closed", { quote: quote.number, status: quote.status });

/**
 * The quote converted by its buyer to the order `orderNumber` (S55), or why not: it is another account's, it is closed,
 * or its buyer may not order. The order then asks the authorizers like any other.
 */
export const convertQuote = (
  quote: Quote,
  account: ShopAccount,
  settings: ShopSettings,
  orderNumber: string,
): Quoted => {
  if (account.id !== quote.buyer.personId)
    return fail(refusal("quote-of-another-account", { quote: quote.number, buyer: quote.buyer.name }));
  const status = nextState(quoteLifeCycle, quote.status, "convert");
  if (status !== "converted") return fail(endOf(quote));
  const right = effectiveRights(account, settings).order;
  return right.ok ? ok({ ...factsOf(quote), status, orderNumber }) : right;
};

/** The quote after it is withdrawn or expired, or why it is too late for that. */
export const closeQuote = (quote: Quote, event: Exclude<QuoteEvent, "convert">): Quoted => {
  const status = nextState(quoteLifeCycle, quote.status, event);
  return status === undefined || status === "converted" ? fail(endOf(quote)) : ok({ ...factsOf(quote), status });
};

/**
 * Why a quote itself is neither approved nor rejected (S55): its buyer has to convert it first, or already has, and then
 * that order is decided.
 */
export const quoteIsNotDecided = (quote: Quote): Refusal<AccountRefusalCode> =>
  quote.status === "placed"
    ? refusal("quote-not-converted", { quote: quote.number, buyer: quote.buyer.name })
    : endOf(quote);
