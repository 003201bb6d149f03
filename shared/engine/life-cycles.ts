import { erpLife } from "./acceptance/erp-life.ts";
import { orderLife } from "./acceptance/order-life.ts";
import { changeLifeCycle } from "./approval-again/change-life-cycle.ts";
import { subscriptionLife } from "./approval-again/subscription-life.ts";
import { quoteLife } from "./quotes/quote-life.ts";
import { configurationLife } from "./tiers/configuration-life.ts";
import { fulfillmentLife } from "./tiers/fulfillment-life.ts";
import { requestLife } from "./tiers/request-life.ts";
import type { TransitionTable } from "./transitions.ts";

/** Every life cycle of the engine: docs/engine.md draws them, one property test walks them all. */
export const lifeCycles: readonly TransitionTable<string, string>[] = [
  orderLife,
  erpLife,
  changeLifeCycle,
  subscriptionLife,
  quoteLife,
  configurationLife,
  requestLife,
  fulfillmentLife,
];
