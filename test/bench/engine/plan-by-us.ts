import { planStages } from "@countersign/shared/engine/planning/plan.ts";

import type { RoutedOrder } from "./routed-orders.ts";

/** Who is asked, in which role, and how many must approve; all contestants must agree on it. */
export interface Route {
  readonly role: string;
  readonly mode: string;
  readonly people: readonly string[];
}

export const planByUs = ({ order, policy }: RoutedOrder): Route[] => {
  const planned = planStages(order, policy);
  if (!planned.ok) throw new Error(`the demo network placed an order that is refused: ${planned.error.code}`);
  return planned.value.map(({ role, requirement, candidates }) => ({
    role,
    mode: requirement.mode,
    people: candidates.map(({ personId }) => personId),
  }));
};
