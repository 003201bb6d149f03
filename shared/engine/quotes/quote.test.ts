import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stageIdSchema } from "#shared/domain/ids.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import { accountRefusalCodes } from "#shared/engine/accounts/refusals.ts";
import {
  accounts,
  authorizer,
  buyer,
  openShop,
  regular,
  subAccount,
  total,
} from "#shared/engine/accounts/testing/company.ts";
import { requestAuthorizers } from "#shared/engine/planning/authorizers/request-authorizers.ts";
import { eventsIn, isTerminal, nextState } from "#shared/engine/transitions.ts";
import { ada, after, approval, orderWith, rejection, rita, zoe } from "#shared/testing/fixtures/approval.ts";

import type { QuoteEvent } from "./quote-life-cycle.ts";
import { quoteLifeCycle } from "./quote-life-cycle.ts";
import type { Quote } from "./quote.ts";
import { closeQuote, convertQuote, placeQuote, quoteIsNotDecided } from "./quote.ts";

const valueOf = (quoted: ReturnType<typeof placeQuote>): Quote => {
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error));
  return quoted.value;
};

const placed = valueOf(placeQuote(buyer, openShop, "Q-1"));
const converted = valueOf(convertQuote(placed, buyer, openShop, "SO-1"));
const withdrawn = valueOf(closeQuote(placed, "withdraw"));

describe("a quote", () => {
  it("S54 is placed by a sub-account, with a limited budget or without", () => {
    expect(placed).toEqual({
      number: "Q-1",
      buyer: rita,
      accountId: buyer.accountId,
      status: "placed",
    });
    expect(placeQuote(subAccount(rita), openShop, "Q-2").ok).toBe(true);
    expect(placeQuote(subAccount(rita, { isActivated: false }), openShop, "Q-2")).toMatchObject({
      ok: false,
      error: { code: "account-deactivated" },
    });
  });

  it("S55 can be neither approved nor rejected before it is an order", () => {
    expect(quoteIsNotDecided(placed)).toEqual({ code: "quote-not-converted", args: { quote: "Q-1", buyer: "Rita" } });
  });

  it("S55 becomes an order, and then the authorizer of the limit approves or rejects that order", () => {
    expect(converted).toMatchObject({ status: "converted", orderNumber: "SO-1" });
    expect(quoteIsNotDecided(converted)).toEqual({
      code: "quote-already-converted",
      args: { quote: "Q-1", order: "SO-1" },
    });
    const requested = requestAuthorizers({
      buyer,
      amount: total(120_00),
      accounts,
      rates: [],
      policy: defaultAuthorizationPolicy,
    });
    const stages = (requested.ok ? requested.value : []).map((request) => ({
      ...request,
      candidates: [...request.candidates],
      id: stageIdSchema.parse("one"),
      step: 1,
    }));
    const order = orderWith(stages);
    expect(order.status).toBe("pending");
    expect(after(order, [5, ada, approval("one")]).status).toBe("approved");
    expect(after(order, [5, ada, rejection("one", "No.")]).status).toBe("rejected");
  });

  it("S54 S55 is converted only by its buyer", () => {
    for (const account of [authorizer(ada), regular(zoe)])
      expect(convertQuote(placed, account, openShop, "SO-1")).toEqual({
        ok: false,
        error: { code: "quote-of-another-account", args: { quote: "Q-1", buyer: "Rita" } },
      });
  });

  it("S19 S37 S55 is converted only by a buyer whom the shop and the account manager allow to order", () => {
    const convertWith = (account: typeof buyer, settings = openShop) => convertQuote(placed, account, settings, "SO-1");
    expect(convertWith({ ...buyer, mayOrder: false })).toMatchObject({ ok: false, error: { code: "may-not-order" } });
    expect(convertWith(buyer, { ...openShop, onlineOrderPayments: "prepayment" })).toMatchObject({
      ok: false,
      error: { code: "payment-not-on-account" },
    });
  });

  it("S55 becomes an order once, and never after it was withdrawn or has expired", () => {
    expect(convertQuote(converted, buyer, openShop, "SO-2")).toMatchObject({
      ok: false,
      error: { code: "quote-already-converted", args: { order: "SO-1" } },
    });
    const expired = valueOf(closeQuote(placed, "expire"));
    for (const [quote, status] of [[withdrawn, "withdrawn"] as const, [expired, "expired"] as const]) {
      const closed = { code: "quote-closed", args: { quote: "Q-1", status } };
      expect(quote).toMatchObject({ number: "Q-1", status });
      expect(quoteIsNotDecided(quote)).toEqual(closed);
      expect(convertQuote(quote, buyer, openShop, "SO-2")).toEqual({ ok: false, error: closed });
      expect(closeQuote(quote, "withdraw")).toEqual({ ok: false, error: closed });
    }
    expect(closeQuote(converted, "expire")).toMatchObject({ ok: false, error: { code: "quote-already-converted" } });
  });

  it("S55 has a life cycle in which only a placed quote has a next event, and none of them decides it", () => {
    expect(quoteLifeCycle.initial).toEqual(["placed"]);
    expect(eventsIn(quoteLifeCycle, "placed")).toEqual(["convert", "withdraw", "expire"]);
    expect(quoteLifeCycle.states.filter((state) => isTerminal(quoteLifeCycle, state))).toEqual([
      "converted",
      "withdrawn",
      "expired",
    ]);
  });

  it("S54 S55 follows exactly the table of its life cycle, whatever is tried", () => {
    const events = fc.array(fc.constantFrom<QuoteEvent>("convert", "withdraw", "expire"), { maxLength: 5 });
    fc.assert(
      fc.property(events, (tried) => {
        let quote = placed;
        for (const event of tried) {
          const expected = nextState(quoteLifeCycle, quote.status, event);
          const stepped = event === "convert" ? convertQuote(quote, buyer, openShop, "SO-9") : closeQuote(quote, event);
          expect(stepped.ok ? stepped.value.status : undefined).toBe(expected);
          expect(stepped.ok || accountRefusalCodes.includes(stepped.error.code)).toBe(true);
          if (stepped.ok) quote = stepped.value;
        }
      }),
    );
  });
});
