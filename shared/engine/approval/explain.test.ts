import { describe, expect, it } from "vitest";

import type { StageCondition } from "#shared/domain/approval-flow.ts";
import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import { ada, after, approval, bruno, max, orderWith, stage } from "#shared/testing/fixtures/approval.ts";
import { conditionText } from "#shared/words/condition-text.ts";
import { plainFormats } from "#shared/words/formats.ts";
import { intervalText } from "#shared/words/interval-text.ts";

import { explain } from "./explain.ts";

const because = (reason: StageCondition) => conditionText(reason, plainFormats);
const eur = (amountMinor: number) => money(amountMinor, "EUR");

describe("the explanation of an order's stages", () => {
  it.each<[string, StageCondition, string]>([
    [
      "I03 a cost centre",
      { when: "cost-centre", costCentre: "4711 Field service" },
      "The order is booked to the cost centre 4711 Field service.",
    ],
    [
      "I04 S08 a spending limit",
      { when: "spending-limit-exceeded", limit: eur(100_000), amount: eur(124_000) },
      "1,240.00 EUR exceeds the spending limit of 1,000.00 EUR per order.",
    ],
    [
      "a limit in another currency",
      { when: "spending-limit-exceeded", limit: money(100_000, "JPY"), amount: eur(1_234_567_89) },
      "1,234,567.89 EUR cannot be compared with the spending limit of 100,000 JPY per order: the currencies differ.",
    ],
    [
      "S28 an authorizer's limit",
      { when: "authorizer-limit-exceeded", limit: money(1_500, "KWD"), amount: money(1_501, "KWD") },
      "1.501 KWD exceeds the limit of 1.500 KWD, above which these people must authorize.",
    ],
    [
      "I25 a budget",
      {
        when: "budget-exceeded",
        owner: "cost-centre",
        period: "half-yearly",
        budget: eur(500_000),
        spent: eur(15_675_902),
        amount: eur(100),
      },
      "With 156,759.02 EUR already spent, 1.00 EUR exceeds the cost centre’s half-yearly budget of 5,000.00 EUR.",
    ],
    [
      "I17 a subscription",
      { when: "recurring-order", interval: "P21D" },
      "The order recurs every 3 weeks; every recurring order needs a person’s approval.",
    ],
    [
      "an authorizer's limit in another currency",
      { when: "authorizer-limit-exceeded", limit: money(1_000, "JPY"), amount: eur(1) },
      "0.01 EUR cannot be compared with the limit of 1,000 JPY, above which these people must authorize: the currencies differ.",
    ],
    [
      "a budget in another currency",
      {
        when: "budget-exceeded",
        owner: "requester",
        period: "monthly",
        budget: eur(500_000),
        spent: eur(0),
        amount: money(100, "USD"),
      },
      "1.00 USD cannot be compared with the requester’s monthly budget of 5,000.00 EUR: the currencies differ.",
    ],
    ["a missing price", { when: "amount-unknown" }, "The order has no price, so a person has to decide."],
    [
      "W02 a reseller",
      { when: "reseller-approval", customer: "Marigold" },
      "Every order from Marigold needs its reseller’s approval.",
    ],
    [
      "A82 a limit in a credit risk group",
      { when: "credit-risk-group", group: "CR-A", partner: "Tidewind", amount: knownAmount(eur(200)), limit: eur(100) },
      "At Tidewind’s price, 2.00 EUR exceeds the limit of 1.00 EUR in its credit risk group CR-A.",
    ],
    [
      "A82 a credit risk group without a limit",
      { when: "credit-risk-group", group: "CR-A", partner: "Tidewind", amount: knownAmount(eur(200)) },
      "Tidewind approves every order from its credit risk group CR-A; at its price, this one costs 2.00 EUR.",
    ],
    [
      "A82 a credit risk group and no price",
      { when: "credit-risk-group", group: "CR-A", partner: "Tidewind", amount: unknownAmount },
      "Tidewind approves orders from its credit risk group CR-A; this one has no price.",
    ],
    [
      "A76 a credit risk group of another level",
      { when: "credit-risk-group", group: "", partner: "Tidewind", amount: unknownAmount },
      "Tidewind’s credit risk settings require this approval.",
    ],
    [
      "a limit of a credit risk group in another currency",
      {
        when: "credit-risk-group",
        group: "CR-A",
        partner: "Tidewind",
        amount: knownAmount(eur(200)),
        limit: money(1, "JPY"),
      },
      "Tidewind’s price of 2.00 EUR cannot be compared with the limit of 1 JPY in its credit risk group CR-A: the currencies differ.",
    ],
    ["every order", { when: "every-order" }, "Every order needs this approval."],
  ])("gives the sentence for %s", (_what, reason, sentence) => {
    expect(because(reason)).toBe(sentence);
  });

  it("gives for each stage the rule, the figures, whom it asks and its state", () => {
    const order = after(orderWith([stage("one", [max]), stage("two", [ada, bruno])]), [1, max, approval("one")]);
    expect(explain(order)).toMatchObject([
      {
        stageId: "one",
        step: 1,
        when: "every-order",
        reason: { code: "every-order", args: {} },
        asks: ["Max"],
        state: "approved",
      },
      { stageId: "two", step: 2, asks: ["Ada", "Bruno"], state: "open" },
    ]);
  });
});

describe("an interval in words", () => {
  it.each([
    ["P1D", "every day"],
    ["P4D", "every 4 days"],
    ["P7D", "every week"],
    ["P21D", "every 3 weeks"],
    ["P1W", "every week"],
    ["P1M", "every month"],
    ["P1Y", "every year"],
    ["P1Y6M", "every 1 year and 6 months"],
  ])("I15 reads %s as %s", (interval, words) => {
    expect(intervalText(interval, plainFormats)).toBe(words);
  });
});
