import { describe, expect, it } from "vitest";

import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Charge } from "#shared/engine/fulfilment/acceptance/charge.ts";
import { chargeRequest } from "#shared/engine/fulfilment/acceptance/charge.ts";
import type { AcceptanceInput } from "#shared/engine/fulfilment/acceptance/check-acceptance.ts";
import { checkAcceptance } from "#shared/engine/fulfilment/acceptance/check-acceptance.ts";
import { erpStatusAfter } from "#shared/engine/fulfilment/acceptance/erp-life-cycle.ts";
import { statusAfter } from "#shared/engine/fulfilment/acceptance/order-life-cycle.ts";
import type { AcceptanceRefusalCode } from "#shared/engine/fulfilment/acceptance/refusals.ts";
import { acceptanceRefusalCodes } from "#shared/engine/fulfilment/acceptance/refusals.ts";
import { cancelOrder } from "#shared/engine/fulfilment/acceptance/reseller-actions.ts";
import { mayRetry } from "#shared/engine/fulfilment/acceptance/retry.ts";
import { acceptance, accepted, account, card } from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";
import { switchApproval } from "#shared/engine/planning/reseller/approval-toggle.ts";
import type { Result } from "#shared/domain/result.ts";
import { ada, orderWith, stage, totals } from "#shared/testing/fixtures/approval.ts";

import { acceptanceSentences } from "./acceptance-sentences.ts";
import { refusalText } from "#shared/words/refusal-text.ts";

const stopped = (more: Partial<AcceptanceInput>): Refusal => {
  const checked = checkAcceptance(acceptance(more));
  if (!("reason" in checked)) throw new Error("Not stopped");
  return checked.reason;
};
const refused = (result: Result<unknown, Refusal>): Refusal => {
  if (result.ok) throw new Error("Not refused");
  return result.error;
};

const { id } = accepted();
const cost = (amountMinor: number, currency = "EUR") =>
  accepted({ totalCost: knownAmount(money(amountMinor, currency)) });
const charge = (answer: Charge["answer"], amountMinor = 120_00): { charges: Charge[] } => ({
  charges: [{ ...chargeRequest(id, 1, "token-1", money(amountMinor, "EUR")), answer }],
});
const pending = orderWith([stage("one", [ada])]);
const failed = { ...pending, status: "failed-after-approval" } as const;

/** Each raised by the code that raises it in life. */
const refusals: Refusal[] = [
  refused(switchApproval(card, [], false)),
  stopped({ order: cost(1_000_00) }),
  stopped({ order: cost(1, "USD") }),
  stopped({ order: accepted({ totalCost: unknownAmount }) }),
  stopped({ order: accepted({ lines: [{ product: "Server", isAutomatic: false }] }) }),
  stopped({ account: account({ tokens: [] }) }),
  stopped(charge({ state: "refused", error: "card declined" })),
  stopped(charge({ state: "unanswered" })),
  stopped(charge({ state: "accepted" }, 100_00)),
  refused(cancelOrder(pending)),
  refused(statusAfter("executed", "approve")),
  refused(mayRetry({ ...failed, totals: totals(money(1, "EUR")) }, failed)),
  refused(erpStatusAfter(orderWith([]), "post")),
  refused(erpStatusAfter(pending, "post")),
];

const words = ({ code, args }: Refusal): string => refusalText({ code: code as AcceptanceRefusalCode, args });

describe("the sentences of the checks after acceptance", () => {
  it("exist for every code, and every code is raised", () => {
    expect(Object.keys(acceptanceSentences)).toEqual([...acceptanceRefusalCodes]);
    expect(refusals.map(({ code }) => code)).toEqual([...acceptanceRefusalCodes]);
  });

  it("say what happened and what to do next, with every figure they name", () => {
    for (const { happened, next } of Object.values(acceptanceSentences))
      for (const sentence of [happened, next]) expect(sentence).toMatch(/^\S.*\.$/);
    for (const each of refusals) expect(words(each)).not.toMatch(/\{\{/);
  });

  it("W28 warn in exactly these words about a payment method that does not work, whatever the cause", () => {
    expect(words(refusal("payment-method-unsupported", { cause: "expired" }))).toBe(
      "Your payment method does not support this action. Please contact your distributor.",
    );
  });

  it("W19 tell the reseller how much credit is needed and how much there is", () => {
    expect(words(stopped({ order: cost(1_000_00) }))).toContain(
      "needs 1,000.00 EUR of your credit, but only 500.00 EUR",
    );
  });
});
