import { initialTransition, setup } from "xstate";

import type { ApprovalPolicy, RuleCondition } from "@countersign/shared/domain/policy.ts";

import type { OrderFacts } from "./order-facts.ts";
import { factsOf, routeOf } from "./order-facts.ts";
import type { Route } from "./plan-by-us.ts";
import type { RoutedOrder } from "./routed-orders.ts";

const asks = (condition: RuleCondition, order: OrderFacts): boolean => {
  switch (condition.when) {
    case "cost-centre":
      return order.costCentre === condition.costCentreId;
    case "spending-limit-exceeded": {
      const { limit, requesterId } = condition;
      if (requesterId !== undefined && requesterId !== order.requester) return false;
      return !order.isPriced || order.currency !== limit.currency || order.grossMinor > limit.amountMinor;
    }
    case "recurring-order":
      return order.isRecurring;
    case "amount-unknown":
      return !order.isPriced;
    case "reseller-approval":
    case "every-order":
      return true;
    default:
      throw new Error(`a rule about ${condition.when} needs more than the order`);
  }
};

interface Context {
  readonly facts: OrderFacts;
  readonly routes: readonly Route[];
}

const kit = setup({ types: { context: {} as Context, input: {} as OrderFacts } });

/** One state per rule, left at once: with a further route if the rule asks, without one if not. */
const machineOf = (policy: ApprovalPolicy) => {
  const { rules } = policy;
  const states = rules.map((rule, position) => {
    const target = `rule${position + 1}`;
    const route = kit.assign({
      routes: ({ context }) => [...context.routes, routeOf(rule, policy, context.facts.requester)],
    });
    const state = kit.createStateConfig({
      always: [{ guard: ({ context }) => asks(rule.condition, context.facts), actions: route, target }, { target }],
    });
    return [`rule${position}`, state] as const;
  });
  return kit.createMachine({
    context: ({ input }) => ({ facts: input, routes: [] }),
    initial: "rule0",
    states: { ...Object.fromEntries(states), [`rule${rules.length}`]: kit.createStateConfig({ type: "final" }) },
  });
};

/** The routing with xstate, one machine per policy; it runs without an actor, which is fastest. */
export const planByXstate = (): ((routed: RoutedOrder) => readonly Route[]) => {
  const machines = new Map<string, ReturnType<typeof machineOf>>();
  return ({ order, policy }) => {
    const machine = machines.get(policy.id) ?? machineOf(policy);
    machines.set(policy.id, machine);
    const [snapshot] = initialTransition(machine, factsOf(order));
    return snapshot.context.routes;
  };
};
