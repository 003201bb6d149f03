import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { ChangePolicy, SubscriptionTerms } from "#shared/domain/subscription.ts";

import { nextState } from "#shared/engine/transitions.ts";
import type { ApprovalAgain } from "./approval-again.ts";
import { approvalAgain } from "./approval-again.ts";
import type { ChangeEvent, ChangeState } from "./change-life-cycle.ts";
import { changeLifeCycle } from "./change-life-cycle.ts";
import type { SubscriptionRefusalCode } from "./refusals.ts";

/** An approved subscription. What is in force stays in force until a change is approved and provisioned (A20). */
export type ChangingSubscription = {
  /** Numbers the versions that came into force, from 1. */
  readonly version: number;
  readonly inForce: SubscriptionTerms;
} & (
  | { readonly state: "settled" }
  | { readonly state: Exclude<ChangeState, "settled">; readonly proposed: SubscriptionTerms }
);

type Changed<Value> = Result<Value, Refusal<SubscriptionRefusalCode>>;

/** The subscription with this edit proposed (A08), and what it needs. An edit that changes nothing changes nothing. */
export const proposeChange = (
  subscription: ChangingSubscription,
  terms: SubscriptionTerms,
  policy?: ChangePolicy,
): Changed<{ readonly subscription: ChangingSubscription; readonly approval: ApprovalAgain }> => {
  const { state, version, inForce } = subscription;
  const approval = approvalAgain(inForce, { step: "edit", terms }, policy);
  const next = nextState(changeLifeCycle, state, approval.isNeeded ? "propose-asking" : "propose-passing");
  if (next === undefined || next === "settled") return fail(refusal("change-in-progress", { state }));
  if (!approval.isNewVersion) return ok({ subscription, approval });
  return ok({ subscription: { state: next, version, inForce, proposed: terms }, approval });
};

/**
 * The subscription after this event of its change. Only provisioning that succeeds brings the proposal into force, as
 * the next version (A19); after a rejection or a withdrawal, everything is as before (A15, A20).
 */
export const advanceChange = (
  subscription: ChangingSubscription,
  event: Exclude<ChangeEvent, "propose-asking" | "propose-passing" | "retry">,
): Changed<ChangingSubscription> => {
  const next = nextState(changeLifeCycle, subscription.state, event);
  if (next === undefined || subscription.state === "settled")
    return fail(refusal("change-step-impossible", { state: subscription.state, event }));
  const { version, inForce, proposed } = subscription;
  if (next !== "settled") return ok({ state: next, version, inForce, proposed });
  return event === "provisioning-succeeds"
    ? ok({ state: next, version: version + 1, inForce: proposed })
    : ok({ state: next, version, inForce });
};

/** The subscription with its failed provisioning tried again, with exactly what was approved (A27). */
export const retryProvisioning = (
  subscription: ChangingSubscription,
  terms: SubscriptionTerms,
): Changed<ChangingSubscription> => {
  const { state } = subscription;
  const next = nextState(changeLifeCycle, state, "retry");
  if (next === undefined || next === "settled" || state === "settled")
    return fail(refusal("change-step-impossible", { state, event: "retry" }));
  const { isNeeded } = approvalAgain(subscription.proposed, { step: "retry-provisioning", terms });
  return isNeeded ? fail(refusal("retry-differs")) : ok({ ...subscription, state: next });
};
