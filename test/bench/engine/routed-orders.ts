import { networkOf } from "#test/bench/storage/orders.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { ApprovalPolicy, RuleCondition } from "@countersign/shared/domain/policy.ts";

/** An order of the demo network with the policy under which it was placed. */
export interface RoutedOrder {
  readonly order: Order;
  readonly policy: ApprovalPolicy;
}

/** Conditions that depend on more than the order; a peer that only knows the order cannot route by them. */
const looksBeyondTheOrder: readonly RuleCondition["when"][] = [
  "budget-exceeded",
  "authorizer-limit-exceeded",
  "credit-risk-group",
];

/** Orders whose routing depends only on themselves: without accounts, past orders or a contract chain. */
export const routedOrders = (count: number): RoutedOrder[] => {
  const network = networkOf(count);
  const policies = new Map(network.policies.map((policy) => [policy.organisationId, policy]));
  const fallback = network.policies.find(({ id }) => id === network.defaultPolicyId);
  const routed: RoutedOrder[] = [];
  for (const { order } of network.orders()) {
    const policy = policies.get(order.customer.organisationId) ?? fallback;
    if (policy === undefined) throw new Error("the demo network has no policy for its own order");
    if (!policy.rules.some(({ condition }) => looksBeyondTheOrder.includes(condition.when)))
      routed.push({ order, policy });
  }
  return routed;
};
