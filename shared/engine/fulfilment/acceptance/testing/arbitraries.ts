import fc from "fast-check";

import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import type { PaymentToken } from "#shared/domain/payment-token.ts";
import type { Charge, GatewayAnswer } from "#shared/engine/fulfilment/acceptance/charge.ts";
import type { AcceptanceInput, AcceptedOrder } from "#shared/engine/fulfilment/acceptance/check-acceptance.ts";

import { accepted, account, card, cardWithoutTokens, cash, credit, deposit, instant, token } from "./reseller.ts";

const costMinor = fc.oneof(fc.constantFrom(0, 120_00), fc.integer({ min: -10_00, max: 1_000_00 }));
const totalCost = fc.oneof(
  { weight: 8, arbitrary: costMinor.map((minor) => knownAmount(money(minor, "EUR"))) },
  { weight: 1, arbitrary: costMinor.map((minor) => knownAmount(money(minor, "USD"))) },
  { weight: 1, arbitrary: fc.constant(unknownAmount) },
);
const lines = fc.array(fc.record({ product: fc.string(), isAutomatic: fc.constantFrom(true, true, false) }), {
  maxLength: 3,
});
const order: fc.Arbitrary<AcceptedOrder> = fc.record({ totalCost, lines }).map(accepted);

const tokens: fc.Arbitrary<PaymentToken[]> = fc.array(
  fc
    .record({
      isActive: fc.boolean(),
      expiry: fc.constantFrom("2026-10", "2026-11", "2027-03"),
      gateway: fc.constantFrom("acme", "other"),
    })
    .map(token),
  { maxLength: 2 },
);

const answer: fc.Arbitrary<GatewayAnswer> = fc.oneof(
  fc.constant<GatewayAnswer>({ state: "accepted" }),
  fc.string().map((error): GatewayAnswer => ({ state: "refused", error })),
  fc.constant<GatewayAnswer>({ state: "unanswered" }),
);
const charges: fc.Arbitrary<Charge[]> = fc.array(
  fc.record({
    idempotencyKey: fc.constantFrom("order-1/1", "order-1/2"),
    attempt: fc.integer({ min: 1, max: 3 }),
    tokenId: fc.constantFrom("token-1", "token-2"),
    amount: costMinor.map((minor) => money(minor, "EUR")),
    answer,
  }),
  { maxLength: 3 },
);

/** Any input that the schemas accept, with small figures so that every check diverts often. */
export const anyAcceptance: fc.Arbitrary<AcceptanceInput> = fc.record({
  order,
  account: fc.record({ payment: fc.constantFrom(card, cardWithoutTokens, cash, deposit), tokens }).map(account),
  credit: fc
    .record({
      limitMinor: fc.nat(4_000_00),
      balanceOwedMinor: fc.integer({ min: -500_00, max: 1_000_00 }),
      committedMinor: fc.nat(500_00),
    })
    .map(credit),
  rates: fc.constantFrom([], [{ from: "USD", to: "EUR", rate: "0.9" }]),
  at: fc.constantFrom(
    instant("2026-11-21T10:00:00.000Z"),
    instant("2026-11-30T23:00:00.000Z"),
    instant("9999-12-31T23:59:59.999Z"),
    instant("0000-01-01T00:00:00.000Z"),
  ),
  attempt: fc.integer({ min: 1, max: 4 }),
  charges,
});

/** What a gateway may say to each charge that it is asked for, one after the other. */
export const gatewayAnswers: fc.Arbitrary<GatewayAnswer[]> = fc.array(answer, { minLength: 1, maxLength: 12 });
