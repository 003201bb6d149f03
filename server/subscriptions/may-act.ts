import type { Organisation } from "#shared/domain/organisation.ts";

import type { OrderSender } from "#server/orders/sender.ts";
import { isInReach } from "#server/orders/sender.ts";

import type { Subscription } from "./subscription.ts";

/** Whoever may place orders for the customer acts on its subscriptions; who orders for themselves, on their own. */
export const mayActOn = (
  { requester }: Pick<Subscription, "requester">,
  customer: Organisation,
  sender: OrderSender,
): boolean => (sender.reach === "self" ? requester.personId === sender.person.id : isInReach(customer, sender));
