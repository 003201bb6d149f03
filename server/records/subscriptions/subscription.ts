import { z } from "zod";

import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { amountSchema } from "@countersign/shared/domain/money.ts";
import { subscriptionTermsSchema } from "@countersign/shared/domain/subscription.ts";
import type { ChangingSubscription as Changeable } from "@countersign/shared/engine/fulfilment/approval-again/change.ts";

/** The role of an order in a subscription. */
export const subscriptionOrderSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first") }),
  z.strictObject({
    kind: z.literal("change"),
    /** The version that the order changes. */
    basedOnVersion: z.int().min(1),
    terms: subscriptionTermsSchema,
    dueNow: amountSchema,
  }),
  z.strictObject({ kind: z.literal("renewal"), executionAt: instantSchema }),
]);
export type SubscriptionOrder = z.infer<typeof subscriptionOrderSchema>;
/** The subscription as the engine changes it. */
export const changeable = ({ version, inForce, change }: Subscription): Changeable =>
  change === undefined
    ? { version, inForce, state: "settled" }
    : { version, inForce, state: change.state, proposed: change.terms };

export const isOver = ({ status }: Pick<Subscription, "status">): boolean =>
  status === "cancelled" || status === "ended";

/** When the next thing is due. A term that is over does not end during a change, because that may extend it. */
export const dueAt = (subscription: Subscription): Instant | undefined => {
  if (isOver(subscription)) return undefined;
  const { nextAt, endsAt, change } = subscription;
  return nextAt ?? (change === undefined ? endsAt : undefined);
};
