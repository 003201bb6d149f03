import type { Subscription, SubscriptionEntry } from "@countersign/shared/contract/api/subscriptions.ts";
import { unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { SubscriptionTerms } from "@countersign/shared/domain/subscription.ts";

import { isSalePriceFor } from "#server/records/visibility/price-level.ts";

const withoutPrices = ({ items, ...terms }: SubscriptionTerms): SubscriptionTerms => ({
  ...terms,
  items: items.map((item) => ({ ...item, unitPrice: unknownAmount })),
  termAmount: unknownAmount,
});

/** The subscription as this person may read it: behind a reseller, without what the customer pays (A76). */
export const readableSubscription = (
  subscription: Subscription,
  { organisationId }: Pick<Person, "organisationId">,
): Subscription => {
  if (isSalePriceFor(subscription, organisationId)) return subscription;
  const { change, inForce } = subscription;
  return {
    ...subscription,
    inForce: withoutPrices(inForce),
    ...(change === undefined
      ? {}
      : { change: { ...change, terms: withoutPrices(change.terms), dueNow: unknownAmount } }),
  };
};

/** A history entry, likewise. */
export const readableEntry = (
  entry: SubscriptionEntry,
  subscription: Subscription,
  { organisationId }: Pick<Person, "organisationId">,
): SubscriptionEntry =>
  "terms" in entry && !isSalePriceFor(subscription, organisationId)
    ? { ...entry, terms: withoutPrices(entry.terms) }
    : entry;
