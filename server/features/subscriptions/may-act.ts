import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";

import type { OrderSender } from "#server/records/orders/sender.ts";
import { may } from "#server/records/rights/may.ts";

/** Whoever may place orders for the customer acts on its subscriptions; who orders for themselves, on their own. */
export const mayActOn = (
  { requester }: Pick<Subscription, "requester">,
  company: Organisation,
  { person, organisation: own }: OrderSender,
): boolean => may(person, "order-for-person", { own, company, personId: requester.personId });
