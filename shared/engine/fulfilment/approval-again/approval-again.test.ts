import { describe, expect, it } from "vitest";

import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import type { ChangePolicy, SubscriptionTerms } from "#shared/domain/subscription.ts";

import { approvalAgain } from "./approval-again.ts";
import { day, euros, item, monthly, terms, units, withoutCostCentre } from "./testing/terms.ts";

const edited = (to: Partial<SubscriptionTerms>, policy?: ChangePolicy, from = terms()) =>
  approvalAgain(from, { step: "edit", terms: { ...from, ...to } }, policy);
const quantity = (value: string, termAmount = terms().termAmount) => ({
  items: [item({ quantity: units(value) })],
  termAmount,
});
const strict: ChangePolicy = { lower: "asks", sideways: "asks" };
const lenient: ChangePolicy = { lower: "passes", sideways: "passes" };
const nothing = { isNeeded: false, isNewVersion: false, asking: [], passing: [] };

describe("approval again for a change of a subscription", () => {
  it("A94 I21 an edit that changes nothing needs none and creates no new version", () => {
    expect(edited({})).toEqual(nothing);
    expect(edited(quantity("10.00"), strict)).toEqual(nothing);
    expect(
      edited(
        { recurrence: { ...monthly, interval: "P1Y" } },
        strict,
        terms({ recurrence: { ...monthly, interval: "P12M" } }),
      ),
    ).toEqual(nothing);
    expect(
      edited(
        { recurrence: { ...monthly, interval: "P1W" } },
        strict,
        terms({ recurrence: { ...monthly, interval: "P7D" } }),
      ),
    ).toEqual(nothing);
  });

  it("A08 A94 more units need approval, with the figures; a fraction is enough", () => {
    expect(edited(quantity("10.000000001")).asking).toEqual([
      { change: "quantity", offer: "E3", from: units("10"), to: units("10.000000001"), direction: "higher" },
    ]);
    expect(edited(quantity("10.000000001"), lenient).isNeeded).toBe(true);
  });

  it("A94 I21 fewer units create a new version that needs approval only if the policy says so", () => {
    const fewer = quantity("9", euros(2_160_00));
    expect(edited(fewer)).toMatchObject({ isNeeded: false, isNewVersion: true, asking: [] });
    expect(edited(fewer).passing.map(({ change, direction }) => [change, direction])).toEqual([
      ["quantity", "lower"],
      ["term-amount", "lower"],
    ]);
    expect(edited(fewer, strict).asking).toHaveLength(2);
  });

  it("A94 a change to or from pay-per-use may be more", () => {
    const payPerUse = { items: [item({ quantity: { kind: "pay-per-use" } })] };
    expect(edited(payPerUse).isNeeded).toBe(true);
    expect(edited(quantity("1"), undefined, terms(payPerUse)).isNeeded).toBe(true);
    expect(edited(payPerUse, strict, terms(payPerUse))).toEqual(nothing);
  });

  it("A94 an upgrade needs approval, a downgrade not by default", () => {
    const to = (offer: string, price: number) => edited({ items: [item({ offer, unitPrice: euros(price) })] });
    expect(to("E5", 30_00).asking).toEqual([{ change: "offer", from: "E3", to: "E5", direction: "higher" }]);
    expect(to("F1", 4_00)).toMatchObject({ isNeeded: false, passing: [{ change: "offer", direction: "lower" }] });
  });

  it("I21 another offer at the same price needs approval unless the policy lets it pass", () => {
    const other = { items: [item({ offer: "G3" })] };
    expect(edited(other).asking).toEqual([{ change: "offer", from: "E3", to: "G3", direction: "sideways" }]);
    expect(edited(other, lenient)).toMatchObject({ isNeeded: false, isNewVersion: true });
  });

  it("A94 another offer without a price may be an upgrade", () => {
    const other = { items: [item({ offer: "E5", unitPrice: unknownAmount })] };
    expect(edited(other, lenient).isNeeded).toBe(true);
    const before = terms({ items: [item({ unitPrice: unknownAmount })] });
    expect(edited(other, lenient, before).asking).toMatchObject([{ change: "offer", direction: "higher" }]);
  });

  it("A94 a higher unit price needs approval, a lower one not by default", () => {
    const at = (price: number) => edited({ items: [item({ unitPrice: euros(price) })] });
    expect(at(20_01).asking).toEqual([
      { change: "unit-price", offer: "E3", from: euros(20_00), to: euros(20_01), direction: "higher" },
    ]);
    expect(at(19_99)).toMatchObject({ isNeeded: false, isNewVersion: true });
  });

  it("I21 A94 an added item needs approval, a removed one not by default", () => {
    const second = item({ id: "item-2", offer: "Teams" });
    const added = { change: "item-added", offer: "Teams", quantity: units("10"), direction: "higher" };
    expect(edited({ items: [item(), second] }).asking).toEqual([added]);
    expect(edited({}, undefined, terms({ items: [item(), second] })).isNewVersion).toBe(false);
    expect(edited({ items: [item()] }, undefined, terms({ items: [item(), second] }))).toMatchObject({
      isNeeded: false,
      passing: [{ ...added, change: "item-removed", direction: "lower" }],
    });
    expect(edited({ items: [second] }).asking).toEqual([added]);
  });

  it("A94 a longer term, covering time that the old one did not, needs approval", () => {
    const { endsAt: _, ...endless } = monthly;
    expect(edited({ recurrence: { ...monthly, endsAt: day("2028-01-01") } }).asking).toEqual([
      {
        change: "term",
        from: { startsAt: day("2026-01-01"), endsAt: day("2027-01-01") },
        to: { startsAt: day("2026-01-01"), endsAt: day("2028-01-01") },
        direction: "higher",
      },
    ]);
    expect(edited({ recurrence: { ...monthly, startsAt: day("2025-12-01") } }).isNeeded).toBe(true);
    expect(edited({ recurrence: endless }).isNeeded).toBe(true);
    expect(
      edited({ recurrence: { ...monthly, startsAt: day("2027-01-01"), endsAt: day("2028-01-01") } }).isNeeded,
    ).toBe(true);
  });

  it("A94 a shorter term does not by default", () => {
    const { endsAt: _, ...endless } = monthly;
    const shorter = { recurrence: { ...monthly, endsAt: day("2026-07-01") } };
    expect(edited(shorter)).toMatchObject({ isNeeded: false, passing: [{ change: "term", direction: "lower" }] });
    expect(edited(shorter, strict).isNeeded).toBe(true);
    expect(edited({}, undefined, terms({ recurrence: endless })).isNeeded).toBe(false);
    expect(edited({ recurrence: monthly }, undefined, terms({ recurrence: endless })).isNeeded).toBe(false);
    expect(edited({ recurrence: { ...monthly, startsAt: day("2026-02-01") } }).isNeeded).toBe(false);
  });

  it("A94 a term of so many repetitions ends with the last interval, or with the end date if that is earlier", () => {
    const { endsAt: _, ...endless } = monthly;
    const twelve = { ...endless, repetitions: 12 };
    expect(edited({ recurrence: twelve }, strict)).toEqual(nothing);
    expect(edited({ recurrence: { ...twelve, repetitions: 13 } }).isNeeded).toBe(true);
    expect(edited({ recurrence: { ...monthly, repetitions: 13 } }, strict)).toEqual(nothing);
    expect(edited({ recurrence: { ...monthly, repetitions: 11 } })).toMatchObject({
      isNeeded: false,
      isNewVersion: true,
    });
    const beyondTheCalendar = { ...endless, interval: "P9999Y", repetitions: 100_000 };
    expect(edited({ recurrence: beyondTheCalendar }).isNeeded).toBe(true);
  });

  it("A94 A95 a higher term amount needs approval, a lower one not by default, an equal one makes no difference", () => {
    expect(edited({ termAmount: euros(2_400_01) }).asking).toEqual([
      { change: "term-amount", from: euros(2_400_00), to: euros(2_400_01), direction: "higher" },
    ]);
    expect(edited({ termAmount: euros(2_399_99) })).toMatchObject({ isNeeded: false, isNewVersion: true });
    expect(edited({ termAmount: euros(2_399_99) }, strict).isNeeded).toBe(true);
    expect(edited({ termAmount: euros(2_400_00) }, strict)).toEqual(nothing);
  });

  it("A94 a term amount that is unknown or in another currency may be higher", () => {
    expect(edited({ termAmount: unknownAmount }, lenient).isNeeded).toBe(true);
    expect(edited({ termAmount: knownAmount(money(1, "JPY")) }, lenient).isNeeded).toBe(true);
    const before = terms({ termAmount: unknownAmount });
    expect(edited({ termAmount: euros(1) }, lenient, before).isNeeded).toBe(true);
    expect(edited({}, strict, before)).toEqual(nothing);
    expect(edited({ items: [item({ quantity: units("1") })] }, lenient, before).asking).toMatchObject([
      { change: "term-amount", direction: "higher" },
    ]);
  });

  it("I15 I21 another interval needs approval unless the policy lets it pass", () => {
    const weekly = { recurrence: { ...monthly, interval: "P1W" } };
    expect(edited(weekly).asking).toEqual([{ change: "interval", from: "P1M", to: "P1W", direction: "sideways" }]);
    expect(edited(weekly, lenient)).toMatchObject({ isNeeded: false, isNewVersion: true });
  });

  it("I19 I21 another cost centre needs approval, as does adding or removing one", () => {
    const sales = { id: "cc-2", name: "Sales" };
    const change = "cost-centre";
    expect(edited({ costCentre: sales }).asking).toEqual([
      { change, from: "Marketing", to: "Sales", direction: "sideways" },
    ]);
    expect(approvalAgain(terms(), { step: "edit", terms: withoutCostCentre() }).asking).toEqual([
      { change, from: "Marketing", direction: "sideways" },
    ]);
    expect(edited({ costCentre: sales }, undefined, withoutCostCentre()).asking).toEqual([
      { change, to: "Sales", direction: "sideways" },
    ]);
    expect(edited({ costCentre: { id: "cc-1", name: "Marketing and events" } }, strict)).toEqual(nothing);
  });

  it("I21 one edit may contain both: an increase in one thing needs approval for the whole edit", () => {
    const items = [item({ quantity: units("11"), offer: "F1", unitPrice: euros(4_00) })];
    const approval = edited({ items, termAmount: euros(528_00) });
    expect(approval.asking.map(({ change }) => change)).toEqual(["quantity"]);
    expect(approval.passing.map(({ change }) => change)).toEqual(["offer", "term-amount"]);
    expect(approval.isNeeded).toBe(true);
  });

  it.each(["execute", "pause", "resume", "deactivate", "reactivate"] as const)(
    "I14 I16 I20 once approved, a subscription never needs approval again to %s",
    (step) => {
      expect(approvalAgain(terms(), { step }, strict)).toEqual(nothing);
    },
  );

  it("A27 a retry of provisioning needs none while amount and content are unchanged, else it does", () => {
    expect(approvalAgain(terms(), { step: "retry-provisioning", terms: terms() })).toEqual(nothing);
    for (const changed of [quantity("9"), { termAmount: euros(1) }, { costCentre: { id: "cc-2", name: "Sales" } }])
      expect(approvalAgain(terms(), { step: "retry-provisioning", terms: terms(changed) }, lenient).isNeeded).toBe(
        true,
      );
  });
});
