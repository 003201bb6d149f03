import { describe, expect, it } from "vitest";

import type { Order } from "#shared/domain/order.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";
import { authorizer, manager, otherCompany, regular, subAccount } from "#shared/engine/accounts/testing/company.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  clara,
  max,
  orderWith,
  rejection,
  reversal,
  rita,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import { authorizationFor, authorizationsFor } from "./authorizations.ts";

const waiting = orderWith([stage("one", [ada, bruno], { mode: "any" }, "authorizer")]);
const approved = after(waiting, [5, ada, approval("one")]);
const declined = after(waiting, [5, bruno, rejection("one", "Too dear.")]);
const free = orderWith([]);

const seenBy = (viewer: ShopAccount, order: Order = approved) => {
  const seen = authorizationFor(viewer, order);
  return seen.ok ? seen.value : seen.error.code;
};

describe("the authorization history", () => {
  it("S39 S40 shows an authorizer all pending, approved and declined orders", () => {
    const history = authorizationsFor(authorizer(ada), [waiting, approved, free, declined]);
    expect(history.map(({ status }) => status)).toEqual(["pending", "approved", "declined"]);
  });

  it("S39 leaves out an order that needed no authorization, whose buyer can still look at it", () => {
    expect(authorizationsFor(authorizer(ada), [free])).toEqual([]);
    expect(seenBy(subAccount(rita), free)).toMatchObject({ status: "not-needed", decisions: [] });
  });

  it("S49 shows decision and decider to all authorizers of the Account ID, asked or not, and to the buyer", () => {
    for (const viewer of [authorizer(ada), authorizer(bruno), authorizer(clara), manager(max), subAccount(rita)])
      expect(seenBy(viewer)).toEqual({
        orderId: "order-1",
        orderNumber: "SO-1",
        buyer: rita,
        status: "approved",
        decisions: [{ decider: ada, status: "approved", at: at(5) }],
      });
    expect(seenBy(authorizer(ada), declined)).toMatchObject({ decisions: [{ decider: bruno, status: "declined" }] });
  });

  it("S49 shows it to nobody else: no other sub-account, no regular account, no other Account ID", () => {
    for (const viewer of [subAccount(ada), regular(zoe), authorizer(ada, { accountId: otherCompany })])
      expect(authorizationFor(viewer, approved)).toEqual({
        ok: false,
        error: { code: "authorization-not-shown", args: { account: viewer.name } },
      });
    expect(authorizationsFor(subAccount(ada), [waiting, approved, declined])).toEqual([]);
  });

  it("S18 S49 shows nothing to an account that is not activated, its buyer included", () => {
    expect(seenBy(authorizer(ada, { isActivated: false }))).toBe("account-deactivated");
    expect(seenBy(subAccount(rita, { isActivated: false }))).toBe("account-deactivated");
  });

  it("S40 S47 is pending again, without a decider, after a decision was taken back", () => {
    const reversed = after(approved, [6, ada, reversal(5)]);
    expect(seenBy(subAccount(rita), reversed)).toMatchObject({ status: "pending", decisions: [] });
  });

  it("S49 shows when a decision was made while it is still waiting on the device", () => {
    const decisions = approved.flow.decisions.map(({ receivedAt: _receivedAt, ...decision }) => ({
      ...decision,
      madeAt: at(4),
    }));
    const local = { ...approved, flow: { ...approved.flow, decisions } };
    expect(seenBy(authorizer(ada), local)).toMatchObject({ decisions: [{ at: at(4) }] });
  });
});

describe("an account that sees nothing of an authorization", () => {
  it("is told so by its name", () => {
    expect(authorizationFor(authorizer(clara, { isActivated: false }), approved)).toEqual({
      ok: false,
      error: { code: "account-deactivated", args: { account: "Clara" } },
    });
    expect(authorizationFor(regular(zoe), approved)).toEqual({
      ok: false,
      error: { code: "authorization-not-shown", args: { account: "Zoe" } },
    });
  });
});
