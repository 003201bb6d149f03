import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import type { SubscriptionTerms } from "#shared/domain/subscription.ts";
import { subscriptionTermsSchema } from "#shared/domain/subscription.ts";

import { approvalAgain } from "./approval-again.ts";
import { day, units } from "./testing/terms.ts";

describe("whatever the edit", () => {
  const amount = fc.oneof(
    fc.constant(unknownAmount),
    fc
      .tuple(fc.maxSafeInteger(), fc.constantFrom("EUR", "JPY"))
      .map(([minor, code]) => knownAmount(money(minor, code))),
  );
  const decimal = fc.constantFrom("0", "1", "1.0", "2.5", "999999999999999.999999999").map(units);
  const anyTerms = fc.record({
    items: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom("item-1", "item-2", "item-3"),
        offer: fc.constantFrom("E3", "E5"),
        quantity: fc.oneof(decimal, fc.constant({ kind: "pay-per-use" } as const)),
        unitPrice: amount,
      }),
      { minLength: 1, maxLength: 3, selector: ({ id }) => id },
    ),
    recurrence: fc.record(
      {
        interval: fc.constantFrom("P1D", "P1W", "P7D", "P1M", "P1Y", "P12M", "P9999Y"),
        startsAt: fc.constantFrom(day("2024-02-29"), day("2026-01-31"), day("9999-12-31")),
        timeZone: fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Apia"),
        endsAt: fc.constantFrom(day("2026-06-30"), day("9999-12-31")),
        repetitions: fc.constantFrom(1, 12, 100_000),
      },
      { requiredKeys: ["interval", "startsAt", "timeZone"] },
    ),
    termAmount: amount,
    costCentre: fc.constantFrom({ id: "cc-1", name: "Marketing" }, { id: "cc-2", name: "Sales" }),
  }) satisfies fc.Arbitrary<SubscriptionTerms>;

  it("A94 I21 nothing throws, only what is lower passes, and undoing what passed asks", () => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (from, to) => {
        expect(subscriptionTermsSchema.safeParse(to).error).toBeUndefined();
        const there = approvalAgain(from, { step: "edit", terms: to });
        const back = approvalAgain(to, { step: "edit", terms: from });
        expect(there.isNewVersion).toBe(there.asking.length + there.passing.length > 0);
        expect(back.isNewVersion).toBe(there.isNewVersion);
        expect(there.passing.every(({ direction }) => direction === "lower")).toBe(true);
        expect(there.isNewVersion && !there.isNeeded && !back.isNeeded).toBe(false);
        expect(approvalAgain(from, { step: "edit", terms: structuredClone(from) })).toMatchObject({
          isNeeded: false,
          isNewVersion: false,
        });
      }),
    );
  });
});
