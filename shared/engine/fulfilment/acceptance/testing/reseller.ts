import { orderIdSchema, organisationIdSchema } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import { knownAmount, money } from "#shared/domain/money.ts";
import type { PaymentToken } from "#shared/domain/payment-token.ts";
import type { CreditPosition, ResellerAccount, ResellerPayment } from "#shared/domain/reseller-account.ts";
import type { AcceptanceInput, AcceptedOrder } from "#shared/engine/fulfilment/acceptance/check-acceptance.ts";

export const instant = (text: string): Instant => instantSchema.parse(text);

export const resellerId = organisationIdSchema.parse("org-reseller");

export const cash: ResellerPayment = { method: "cash" };
export const deposit: ResellerPayment = { method: "deposit" };
export const card: ResellerPayment = { method: "credit-card", gateway: { name: "acme", hasTokens: true } };
export const cardWithoutTokens: ResellerPayment = {
  method: "credit-card",
  gateway: { name: "acme", hasTokens: false },
};

export const token = (more: Partial<PaymentToken> = {}): PaymentToken => ({
  id: "token-1",
  gateway: "acme",
  isActive: true,
  expiry: "2027-03",
  ...more,
});

/** A reseller in Berlin who pays by card and has a valid token. */
export const account = (more: Partial<ResellerAccount> = {}): ResellerAccount => ({
  resellerId,
  isActive: true,
  payment: card,
  tokens: [token()],
  timeZone: "Europe/Berlin",
  ...more,
});

/** 1,000.00 EUR lent, 300.00 owed, 200.00 committed: 500.00 available. */
export const credit = (more: Partial<CreditPosition> = {}): CreditPosition => ({
  currency: "EUR",
  limitMinor: 1_000_00,
  balanceOwedMinor: 300_00,
  committedMinor: 200_00,
  ...more,
});

/** An order that costs 120.00 EUR, of one product that is executed automatically. */
export const accepted = (more: Partial<AcceptedOrder> = {}): AcceptedOrder => ({
  id: orderIdSchema.parse("order-1"),
  totalCost: knownAmount(money(120_00, "EUR")),
  lines: [{ product: "Mail", isAutomatic: true }],
  ...more,
});

/** A first acceptance that passes every check. */
export const acceptance = (more: Partial<AcceptanceInput> = {}): AcceptanceInput => ({
  order: accepted(),
  account: account(),
  credit: credit(),
  rates: [],
  at: instant("2026-11-21T10:00:00.000Z"),
  attempt: 1,
  charges: [],
  ...more,
});
