import type { Subscription, SubscriptionEntry } from "@countersign/shared/contract/api/subscriptions.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type {
  ChangeEvent,
  ChangeState,
} from "@countersign/shared/engine/fulfilment/approval-again/change-life-cycle.ts";
import type { ChangingSubscription as Changeable } from "@countersign/shared/engine/fulfilment/approval-again/change.ts";
import { advanceChange, retryProvisioning } from "@countersign/shared/engine/fulfilment/approval-again/change.ts";

import { changeable } from "#server/records/subscriptions/subscription.ts";

import { scheduleAfter } from "./terms.ts";

/** The progress of an order, as its subscription needs to know it. */
export type OrderProgress = "waiting" | "provisioning" | "failed" | "provisioned" | "given-up";

/** The order's progress. If orders are not executed here, the ERP does it, and posting means provisioned. */
export const progressOf = (order: Order, isExecutedHere: boolean): OrderProgress => {
  switch (order.status) {
    case "executed":
      return "provisioned";
    case "executing":
      return "provisioning";
    case "failed-after-approval":
      return "failed";
    case "rejected":
      return "given-up";
    default:
      // An approval that can still be taken back does not advance the change.
      return order.erpStatus === "posted" && !isExecutedHere ? "provisioned" : "waiting";
  }
};

type Step = Exclude<ChangeEvent, "propose-asking" | "propose-passing">;
type UnderWay = Exclude<ChangeState, "settled">;

/** The steps of a change that lead from its state to its order's progress. */
const stepsTo: Readonly<Record<OrderProgress, Readonly<Record<UnderWay, readonly Step[]>>>> = {
  waiting: { "waiting-for-approval": [], provisioning: [], "provisioning-failed": [] },
  provisioning: { "waiting-for-approval": ["approve"], provisioning: [], "provisioning-failed": ["retry"] },
  failed: {
    "waiting-for-approval": ["approve", "provisioning-fails"],
    provisioning: ["provisioning-fails"],
    "provisioning-failed": [],
  },
  provisioned: {
    "waiting-for-approval": ["approve", "provisioning-succeeds"],
    provisioning: ["provisioning-succeeds"],
    "provisioning-failed": ["retry", "provisioning-succeeds"],
  },
  "given-up": {
    "waiting-for-approval": ["reject"],
    provisioning: ["provisioning-fails", "withdraw"],
    "provisioning-failed": ["withdraw"],
  },
};

const withoutChange = (changed: Subscription): Subscription => {
  const { change: _, ...subscription } = changed;
  return subscription;
};

/** The subscription with its pending change in force (A19); an overdue execution is still made. */
const inForceBy = (subscription: Subscription, order: Order, at: Instant): Subscription => {
  const { change, nextAt: due, endsAt: _, ...rest } = subscription;
  const terms = change?.terms ?? subscription.inForce;
  const { nextAt: upcoming, ...schedule } = scheduleAfter(terms.recurrence, at);
  const isOverdue = due !== undefined && due <= at;
  const nextAt = subscription.status === "paused" ? undefined : isOverdue ? due : upcoming;
  return {
    ...rest,
    version: subscription.version + 1,
    inForce: terms,
    inForceSince: at,
    inForceBy: order.id,
    ...schedule,
    ...(nextAt === undefined ? {} : { nextAt }),
  };
};

const engineStep = (from: Changeable, step: Step) =>
  step === "retry"
    ? retryProvisioning(from, from.state === "settled" ? from.inForce : from.proposed)
    : advanceChange(from, step);

/** The subscription after the progress of its change's order; the same object if nothing changed. */
export const followed = (subscription: Subscription, stand: OrderProgress, order: Order, at: Instant): Subscription => {
  const steps = subscription.change === undefined ? [] : stepsTo[stand][subscription.change.state];
  let now = subscription;
  for (const step of steps) {
    const next = engineStep(changeable(now), step);
    if (!next.ok) throw new Error(`A subscription's change cannot take the step ${step}: ${next.error.code}`);
    const { state } = next.value;
    if (state !== "settled" && now.change !== undefined) now = { ...now, change: { ...now.change, state } };
    else now = step === "provisioning-succeeds" ? inForceBy(now, order, at) : withoutChange(now);
  }
  return now;
};

/** The subscription after its failed change was given up (A20). */
export const withdrawn = (subscription: Subscription, order: Order, at: Instant): Subscription =>
  followed(subscription, "given-up", order, at);

/** The history entry for a step of the change; `undefined` if it makes none. */
export const entryOf = (
  before: Subscription,
  after: Subscription,
  { id: orderId, number: orderNumber }: Pick<Order, "id" | "number">,
): SubscriptionEntry | undefined => {
  const order = { orderId, orderNumber };
  if (after.version > before.version)
    return { event: "change-in-force", ...order, version: after.version, terms: after.inForce };
  if (after.change === undefined) return { event: "change-given-up", ...order };
  const isFailure = after.change.state === "provisioning-failed" && before.change?.state !== "provisioning-failed";
  return isFailure ? { event: "change-failed", ...order } : undefined;
};
