import type { RuleProperties, TopLevelCondition } from "json-rules-engine";
import { Engine } from "json-rules-engine";

import type { ApprovalPolicy, RuleCondition } from "@countersign/shared/domain/policy.ts";

import { factsOf, routeOf } from "./order-facts.ts";
import type { Route } from "./plan-by-us.ts";
import type { RoutedOrder } from "./routed-orders.ts";

const isEqual = (fact: string, value: string | boolean) => ({ fact, operator: "equal", value });

const conditionsOf = (condition: RuleCondition): TopLevelCondition => {
  switch (condition.when) {
    case "cost-centre":
      return { all: [isEqual("costCentre", condition.costCentreId)] };
    case "spending-limit-exceeded": {
      const { limit, requesterId } = condition;
      const isOver: TopLevelCondition = {
        any: [
          isEqual("isPriced", false),
          { fact: "currency", operator: "notEqual", value: limit.currency },
          { fact: "grossMinor", operator: "greaterThan", value: limit.amountMinor },
        ],
      };
      return { all: requesterId === undefined ? [isOver] : [isEqual("requester", requesterId), isOver] };
    }
    case "recurring-order":
      return { all: [isEqual("isRecurring", true)] };
    case "amount-unknown":
      return { all: [isEqual("isPriced", false)] };
    case "reseller-approval":
    case "every-order":
      return { all: [] };
    default:
      throw new Error(`a rule about ${condition.when} needs more than the order`);
  }
};

const engineOf = ({ rules }: ApprovalPolicy): Engine =>
  new Engine(
    rules.map(({ condition }, position): RuleProperties => ({
      conditions: conditionsOf(condition),
      event: { type: "ask", params: { position } },
    })),
  );

/** The routing with json-rules-engine, one engine per policy. Its events come unordered, so they are sorted. */
export const planByJsonRules = (): ((routed: RoutedOrder) => Promise<Route[]>) => {
  const engines = new Map<string, Engine>();
  return async ({ order, policy }) => {
    const engine = engines.get(policy.id) ?? engineOf(policy);
    engines.set(policy.id, engine);
    const facts = factsOf(order);
    const { events } = await engine.run({ ...facts });
    const asking = new Set(events.map(({ params }) => Number(params?.["position"])));
    return policy.rules
      .filter((_, position) => asking.has(position))
      .map((rule) => routeOf(rule, policy, facts.requester));
  };
};
