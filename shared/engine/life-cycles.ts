import { erpLifeCycle } from "./fulfilment/acceptance/erp-life-cycle.ts";
import { orderLifeCycle } from "./fulfilment/acceptance/order-life-cycle.ts";
import { changeLifeCycle } from "./fulfilment/approval-again/change-life-cycle.ts";
import { subscriptionLifeCycle } from "./fulfilment/approval-again/subscription-life-cycle.ts";
import { quoteLifeCycle } from "./quotes/quote-life-cycle.ts";
import { configurationLifeCycle } from "./tiers/configuration-life-cycle.ts";
import { fulfillmentLifeCycle } from "./tiers/fulfillment-life-cycle.ts";
import { requestLifeCycle } from "./tiers/request-life-cycle.ts";
import type { TransitionTable } from "./transitions.ts";

/** Every life cycle of the engine: docs/engine.md draws them, one property test walks them all. */
export const lifeCycles: readonly TransitionTable<string, string>[] = [
  orderLifeCycle,
  erpLifeCycle,
  changeLifeCycle,
  subscriptionLifeCycle,
  quoteLifeCycle,
  configurationLifeCycle,
  requestLifeCycle,
  fulfillmentLifeCycle,
];
