import type { TransitionTable } from "#shared/engine/transitions.ts";

export type QuoteStatus = "placed" | "converted" | "withdrawn" | "expired";
export type QuoteEvent = "convert" | "withdraw" | "expire";

/**
 * The life cycle of a quote (S54, S55). It has no approval: the order that it becomes is approved or rejected.
 */
export const quoteLifeCycle: TransitionTable<QuoteStatus, QuoteEvent> = {
  name: "Quote",
  initial: ["placed"],
  states: ["placed", "converted", "withdrawn", "expired"],
  transitions: [
    { from: "placed", event: "convert", to: "converted", rules: ["S55"] },
    { from: "placed", event: "withdraw", to: "withdrawn", rules: ["S54"] },
    { from: "placed", event: "expire", to: "expired", rules: ["S54"] },
  ],
};
