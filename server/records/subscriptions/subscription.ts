import { z } from "zod";

import { orderIdSchema, subscriptionIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { amountSchema } from "@countersign/shared/domain/money.ts";
import { organisationReferenceSchema } from "@countersign/shared/domain/organisation.ts";
import { personReferenceSchema } from "@countersign/shared/domain/people.ts";
import { subscriptionTermsSchema } from "@countersign/shared/domain/subscription.ts";
import type { ChangingSubscription as Changeable } from "@countersign/shared/engine/fulfilment/approval-again/change.ts";

export const subscriptionStatusSchema = z.enum(["active", "paused", "cancelled", "ended"]);

const orderShape = { orderId: orderIdSchema, orderNumber: z.string().min(1).max(64) };

/** The change that is under way. What is in force stays so until the change's order was provisioned (A20). */
const changeSchema = z.strictObject({
  ...orderShape,
  state: z.enum(["waiting-for-approval", "provisioning", "provisioning-failed"]),
  terms: subscriptionTermsSchema,
  /** Before tax, for what is left of the running period (A95); later periods are orders of their own. */
  dueNow: amountSchema,
});

/** A recurring order once it was provisioned (A19, I14, I15). It carries the id and the number of that order. */
export const subscriptionSchema = z.strictObject({
  id: subscriptionIdSchema,
  number: orderShape.orderNumber,
  /** Counts the changes of this document. */
  revision: z.int().min(1),
  status: subscriptionStatusSchema,
  customer: organisationReferenceSchema,
  reseller: organisationReferenceSchema.exactOptional(),
  distributor: organisationReferenceSchema.exactOptional(),
  requester: personReferenceSchema,
  startedAt: instantSchema,
  /** Counts the versions that came into force. */
  version: z.int().min(1),
  inForce: subscriptionTermsSchema,
  inForceSince: instantSchema,
  /** The order that brought this version into force. */
  inForceBy: orderIdSchema,
  change: changeSchema.exactOptional(),
  /** The next execution; missing while it is paused, and after the last one. */
  nextAt: instantSchema.exactOptional(),
  /** When the term is over. */
  endsAt: instantSchema.exactOptional(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** What makes an order one of a subscription. */
export const subscriptionOrderSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first") }),
  z.strictObject({
    kind: z.literal("change"),
    /** The version that it changes. */
    basedOnVersion: z.int().min(1),
    terms: subscriptionTermsSchema,
    dueNow: amountSchema,
  }),
  z.strictObject({ kind: z.literal("renewal"), executionAt: instantSchema }),
]);
export type SubscriptionOrder = z.infer<typeof subscriptionOrderSchema>;

/** What happened to a subscription, and by which order or whom. */
export const subscriptionEntrySchema = z.discriminatedUnion("event", [
  z.strictObject({
    event: z.enum(["started", "change-in-force"]),
    ...orderShape,
    version: z.int().min(1),
    terms: subscriptionTermsSchema,
  }),
  z.strictObject({
    event: z.literal("change-proposed"),
    ...orderShape,
    /** In what it differs, as far as it needs approval for that, and as far as it does not (A94, I21). */
    asking: z.array(z.string().max(64)),
    passing: z.array(z.string().max(64)),
  }),
  z.strictObject({ event: z.enum(["change-failed", "change-given-up"]), ...orderShape }),
  z.strictObject({ event: z.literal("renewed"), ...orderShape, executionAt: instantSchema }),
  z.strictObject({ event: z.enum(["paused", "resumed", "cancelled"]), person: personReferenceSchema }),
  z.strictObject({ event: z.literal("ended") }),
]);
export type SubscriptionEntry = z.infer<typeof subscriptionEntrySchema>;

/** The subscription as the engine changes it. */
export const changeable = ({ version, inForce, change }: Subscription): Changeable =>
  change === undefined
    ? { version, inForce, state: "settled" }
    : { version, inForce, state: change.state, proposed: change.terms };

export const isOver = ({ status }: Pick<Subscription, "status">): boolean =>
  status === "cancelled" || status === "ended";

/** When something is to be done. A term that is over does not end while a change, which may extend it, is under way. */
export const dueAt = (subscription: Subscription): Instant | undefined => {
  if (isOver(subscription)) return undefined;
  const { nextAt, endsAt, change } = subscription;
  return nextAt ?? (change === undefined ? endsAt : undefined);
};
