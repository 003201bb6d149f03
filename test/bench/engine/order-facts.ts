import type { Order } from "@countersign/shared/domain/order.ts";
import type { ApprovalPolicy, ApprovalRule } from "@countersign/shared/domain/policy.ts";

import type { Route } from "./plan-by-us.ts";

/** What the peers get of an order. */
export interface OrderFacts {
  readonly requester: string;
  readonly isPriced: boolean;
  readonly grossMinor: number;
  readonly currency: string;
  readonly costCentre: string;
  readonly isRecurring: boolean;
}

export const factsOf = ({ requester, totals: { gross }, costCentre, recurrence }: Order): OrderFacts => ({
  requester: requester.personId,
  isPriced: gross.known,
  grossMinor: gross.known ? gross.money.amountMinor : 0,
  currency: gross.known ? gross.money.currency : "",
  costCentre: costCentre?.id ?? "",
  isRecurring: recurrence !== undefined,
});

/** Whom the rule asks about an order of `requester`; a peer finds the rules, but the people are looked up for it. */
export const routeOf = (
  { role, requirement, candidates }: ApprovalRule,
  { selfApproval }: ApprovalPolicy,
  requester: string,
): Route => ({
  role,
  mode: requirement.mode,
  people: candidates
    .map(({ personId }) => personId)
    .filter((personId) => selfApproval === "allowed" || personId !== requester),
});
