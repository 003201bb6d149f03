import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { convertMoney } from "#shared/domain/exchange-rate.ts";
import { tokenState } from "#shared/domain/payment-token.ts";

import type { Charge } from "./charge.ts";
import type { AcceptanceCheck, AcceptanceInput } from "./check-acceptance.ts";
import { checkAcceptance } from "./check-acceptance.ts";
import { acceptanceRefusalCodes } from "./refusals.ts";
import { anyAcceptance, gatewayAnswers } from "./testing/arbitraries.ts";
import { acceptance } from "./testing/reseller.ts";

/** What is left of the credit after the order; `undefined` if that is unknown. */
const creditAfter = ({ order, credit, rates }: AcceptanceInput): number | undefined => {
  if (!order.totalCost.known) return undefined;
  const cost = convertMoney(order.totalCost.money, credit.currency, rates);
  if (!cost.ok) return undefined;
  return credit.limitMinor - credit.balanceOwedMinor - credit.committedMinor - cost.value.amountMinor;
};

const hasValidToken = ({ account: { payment, tokens, timeZone }, at }: AcceptanceInput): boolean =>
  payment.method === "credit-card" &&
  payment.gateway.hasTokens &&
  tokens.some((each) => each.gateway === payment.gateway.name && tokenState(each, at, timeZone) === "valid");

/** For an order that no gateway was asked about, told by the words of W17 alone. */
const firstToDivert = (input: AcceptanceInput): AcceptanceCheck | undefined => {
  const left = creditAfter(input);
  if (left === undefined || left < 0) return "available-credit";
  if (!input.order.lines.every(({ isAutomatic }) => isAutomatic)) return "automatic-execution";
  if (input.account.payment.method !== "credit-card") return undefined;
  if (!hasValidToken(input)) return "active-token";
  return input.order.totalCost.known && input.order.totalCost.money.amountMinor > 0 ? "gateway" : undefined;
};

const stopOf = (input: AcceptanceInput): AcceptanceCheck | undefined => {
  const checked = checkAcceptance(input);
  return checked.outcome === "execute" ? undefined : checked.stoppedAt;
};

describe("whatever is accepted", () => {
  it("W17 is stopped by the first check that diverts it", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        const unasked = { ...input, charges: [] };
        expect(stopOf(unasked)).toBe(firstToDivert(unasked));
      }),
    );
  });

  it("W18 W58 continues only within the available credit, whatever was charged before", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        const { outcome } = checkAcceptance(input);
        const left = creditAfter(input);
        expect(outcome === "blocked-by-credit").toBe(left === undefined || left < 0);
      }),
    );
  });

  it("W22 is executed only when every product is automatic", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        if (checkAcceptance(input).outcome !== "execute") return;
        expect(input.order.lines.filter(({ isAutomatic }) => !isAutomatic)).toEqual([]);
      }),
    );
  });

  it("W08 W25 W26 is executed by card only when it was paid, or costs nothing and a token is valid", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        const { outcome } = checkAcceptance(input);
        if (outcome !== "execute" || input.account.payment.method !== "credit-card") return;
        const { totalCost } = input.order;
        const isPaid = input.charges.some(
          ({ answer, amount }) =>
            answer.state === "accepted" &&
            totalCost.known &&
            JSON.stringify(amount) === JSON.stringify(totalCost.money),
        );
        const isFree = totalCost.known && totalCost.money.amountMinor <= 0;
        expect(isPaid || (isFree && hasValidToken(input))).toBe(true);
      }),
    );
  });

  it("has a reason with a code wherever it is stopped, unless the gateway is to be asked", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        const checked = checkAcceptance(input);
        if (checked.outcome === "execute") return;
        const codes: string[] = "reason" in checked ? [checked.reason.code] : [];
        expect(codes).toHaveLength("charge" in checked ? 0 : 1);
        expect(acceptanceRefusalCodes).toEqual(expect.arrayContaining(codes));
      }),
    );
  });

  it("W18 W22 W27 is told to the distributor exactly when it is submitted to the distributor", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        const { outcome, notifications } = checkAcceptance(input);
        const isSubmitted = outcome === "blocked-by-credit" || outcome === "to-distributor";
        expect(notifications.some(({ to }) => to === "distributor")).toBe(isSubmitted);
      }),
    );
  });

  it("W67 gives the same result again, and is not changed by being checked", () => {
    fc.assert(
      fc.property(anyAcceptance, (input) => {
        const copy = structuredClone(input);
        expect(checkAcceptance(input)).toEqual(checkAcceptance(structuredClone(input)));
        expect(input).toEqual(copy);
      }),
    );
  });
});

/** A consistent gateway: for a key that it has charged, it always answers that it did. */
const charging = (answers: readonly Charge["answer"][], isSilentAfterCharging: (index: number) => boolean) => {
  const charged = new Map<string, number>();
  const charges: Charge[] = [];
  const gateway = (index: number, input: AcceptanceInput): void => {
    const checked = checkAcceptance(input);
    if (!("charge" in checked)) return;
    const { idempotencyKey, amount } = checked.charge;
    const answer = charged.has(idempotencyKey) ? ({ state: "accepted" } as const) : answers[index]!;
    const isSilent = answer.state === "accepted" && isSilentAfterCharging(index);
    if (answer.state === "accepted") charged.set(idempotencyKey, amount.amountMinor);
    charges.push({ ...checked.charge, answer: isSilent ? { state: "unanswered" } : answer });
  };
  for (const index of answers.keys()) {
    gateway(index, acceptance({ attempt: index + 1, charges: [...charges] }));
    const { outcome } = checkAcceptance(acceptance({ attempt: index + 1, charges: [...charges] }));
    if (outcome === "execute") return { charged, isExecuted: true };
  }
  return { charged, isExecuted: false };
};

describe("however often it is accepted", () => {
  it("W27 an order is charged at most once, and executed only when charged, though the gateway is silent at times", () => {
    fc.assert(
      fc.property(gatewayAnswers, fc.array(fc.boolean(), { minLength: 12 }), (answers, silences) => {
        const { charged, isExecuted } = charging(answers, (index) => silences[index]!);
        const once = [120_00];
        expect(isExecuted ? [once] : [[], once]).toContainEqual([...charged.values()]);
      }),
    );
  });
});
