import { instantSchema } from "#shared/domain/instant.ts";
import { knownAmount, money } from "#shared/domain/money.ts";
import type { Quantity } from "#shared/domain/order.ts";
import type { Recurrence } from "#shared/domain/recurrence.ts";
import type { SubscriptionItem, SubscriptionTerms } from "#shared/domain/subscription.ts";

export const euros = (amountMinor: number) => knownAmount(money(amountMinor, "EUR"));
export const units = (value: string): Quantity => ({ kind: "units", value });
export const day = (date: string) => instantSchema.parse(`${date}T00:00:00.000Z`);

export const item = (more: Partial<SubscriptionItem> = {}): SubscriptionItem => ({
  id: "item-1",
  offer: "E3",
  quantity: units("10"),
  unitPrice: euros(20_00),
  ...more,
});

/** Every month of 2026. */
export const monthly: Recurrence = {
  interval: "P1M",
  startsAt: day("2026-01-01"),
  timeZone: "UTC",
  endsAt: day("2027-01-01"),
};

/** Ten E3 at 20.00 EUR a month, for the year 2026, on the cost centre Marketing. */
export const terms = (more: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
  items: [item()],
  recurrence: monthly,
  termAmount: euros(2_400_00),
  costCentre: { id: "cc-1", name: "Marketing" },
  ...more,
});

/** The terms without a cost centre. */
export const withoutCostCentre = (): SubscriptionTerms => {
  const { costCentre: _, ...rest } = terms();
  return rest;
};
