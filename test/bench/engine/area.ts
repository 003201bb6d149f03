import type { BenchCase } from "#test/bench/measurement.ts";

import { besidePeers } from "./beside.ts";
import { foldByJsonRules } from "./fold-by-json-rules.ts";
import { foldByUs } from "./fold-by-us.ts";
import { foldByXstate } from "./fold-by-xstate.ts";
import { planByJsonRules } from "./plan-by-json-rules.ts";
import { planByUs } from "./plan-by-us.ts";
import { planByXstate } from "./plan-by-xstate.ts";
import { routedOrders } from "./routed-orders.ts";

const orders = 2_000;

export const cases: readonly BenchCase[] = [
  {
    name: "engine.plan",
    run: (scale) =>
      besidePeers({
        name: "engine.plan",
        scale,
        items: routedOrders(scale(orders)),
        ours: planByUs,
        peers: { "json-rules-engine": planByJsonRules(), xstate: planByXstate() },
      }),
  },
  {
    name: "engine.fold",
    run: (scale) =>
      besidePeers({
        name: "engine.fold",
        scale,
        items: routedOrders(scale(orders)).map(({ order }) => order),
        ours: foldByUs,
        peers: { "json-rules-engine": foldByJsonRules(), xstate: foldByXstate() },
      }),
  },
];
