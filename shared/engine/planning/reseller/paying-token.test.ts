import { describe, expect, it } from "vitest";

import type { PaymentToken } from "#shared/domain/payment-token.ts";
import type { ResellerPayment } from "#shared/domain/reseller-account.ts";
import {
  account,
  card,
  cardWithoutTokens,
  cash,
  deposit,
  instant,
  token,
} from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";

import { mayResellerApprove } from "./paying-token.ts";

const at = instant("2026-11-21T10:00:00.000Z");
const may = (tokens: PaymentToken[], payment: ResellerPayment = card) =>
  mayResellerApprove(account({ tokens, payment }), at);
const refusedFor = (cause: string) => ({ ok: false, error: { code: "payment-method-unsupported", args: { cause } } });

const inactive = token({ id: "inactive", isActive: false });
const expired = token({ id: "expired", expiry: "2026-10" });
const { expiry: _, ...undated } = token({ id: "undated" });

describe("a reseller who wants to approve", () => {
  it("W08 W25 may do so by card with an active token whose expiry is known", () => {
    expect(may([token()])).toEqual({ ok: true, value: token() });
  });

  it("W07 W08 needs one valid token, whatever the others are and wherever it is in the list", () => {
    expect(may([inactive, expired, undated, token()])).toEqual({ ok: true, value: token() });
    expect(may([token(), inactive, expired])).toEqual({ ok: true, value: token() });
  });

  it("takes the first of several valid tokens", () => {
    expect(may([expired, token({ id: "first" }), token({ id: "second" })])).toMatchObject({ value: { id: "first" } });
  });

  it("W08 W28 may not do so by card without a token, or with an inactive, undated or expired one", () => {
    expect(may([])).toEqual(refusedFor("no-token"));
    expect(may([inactive])).toEqual(refusedFor("inactive"));
    expect(may([undated])).toEqual(refusedFor("without-expiry"));
    expect(may([expired])).toEqual(refusedFor("expired"));
  });

  it("W08 may not do so through a gateway without tokens, even if a token is on file", () => {
    expect(may([token()], cardWithoutTokens)).toEqual(refusedFor("gateway-without-tokens"));
  });

  it("W08 may not do so with a token of another gateway", () => {
    expect(may([token({ gateway: "other" })])).toEqual(refusedFor("no-token"));
  });

  it("is told the same cause, whatever the order of the tokens", () => {
    expect(may([inactive, undated, expired])).toEqual(may([expired, undated, inactive]));
    expect(may([inactive, undated, expired])).toEqual(refusedFor("expired"));
    expect(may([inactive, undated])).toEqual(refusedFor("without-expiry"));
  });

  it("W05 W23 needs no token under cash and deposit", () => {
    for (const payment of [cash, deposit]) expect(may([], payment)).toEqual({ ok: true, value: undefined });
  });
});
