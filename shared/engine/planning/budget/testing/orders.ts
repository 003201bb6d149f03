import type { Budget, BudgetSettings } from "#shared/domain/budget.ts";
import { orderIdSchema } from "#shared/domain/ids.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import type { Money } from "#shared/domain/money.ts";
import { money } from "#shared/domain/money.ts";
import { rita, totals } from "#shared/testing/fixtures/approval.ts";

import type { CountedOrder } from "../counted-order.ts";
import type { Counting } from "../usage.ts";

export const euros = (amountMinor: number) => money(amountMinor, "EUR");
export const instant = (text: string) => instantSchema.parse(new Date(text).toISOString());
export const marketing = { id: "cc-1", name: "Marketing" };

/** An approved order of Rita's over so much, placed on 21 November 2026. */
export const order = (id: string, gross: Money | undefined, more: Partial<CountedOrder> = {}): CountedOrder => ({
  id: orderIdSchema.parse(id),
  revision: 1,
  placedAt: instant("2026-11-21T10:00:00Z"),
  status: "approved",
  requester: rita,
  totals: totals(gross),
  ...more,
});

/** 1,000.00 EUR a month for Rita. */
export const budget = (more: Partial<Budget> = {}): Budget => ({
  owner: { kind: "requester", personId: rita.personId },
  amount: euros(1_000_00),
  term: { period: "monthly" },
  timeZone: "UTC",
  ...more,
});

export const counting = (settings: Partial<BudgetSettings> = {}, rates: Counting["rates"] = []): Counting => ({
  settings: { priceType: "gross", comparison: "exceeds", ...settings },
  rates,
});
