import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";

import type { OrderSender } from "#server/records/orders/sender.ts";
import { isInReach } from "#server/records/orders/sender.ts";

/** Whoever may place orders for the customer acts on its subscriptions; who orders for themselves, on their own. */
export const mayActOn = (
  { requester }: Pick<Subscription, "requester">,
  customer: Organisation,
  sender: OrderSender,
): boolean => (sender.reach === "self" ? requester.personId === sender.person.id : isInReach(customer, sender));
