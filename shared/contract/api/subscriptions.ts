import { z } from "zod";

import { orderIdSchema, subscriptionIdSchema, organisationIdSchema } from "#shared/domain/ids.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import { amountSchema } from "#shared/domain/money.ts";
import { organisationReferenceSchema } from "#shared/domain/organisation.ts";
import { personReferenceSchema } from "#shared/domain/people.ts";
import { subscriptionTermsSchema } from "#shared/domain/subscription.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

const subscriptionStatusSchema = z.enum(["active", "paused", "cancelled", "ended"]);

const orderShape = { orderId: orderIdSchema, orderNumber: z.string().min(1).max(64) };

/** The change that is under way. What is in force stays so until the change's order is provisioned (A20). */
const changeSchema = z.strictObject({
  ...orderShape,
  state: z.enum(["waiting-for-approval", "provisioning", "provisioning-failed"]),
  terms: subscriptionTermsSchema,
  /** Before tax, for the rest of the current period (A95); later periods are orders of their own. */
  dueNow: amountSchema,
});

/** A recurring order once it is provisioned (A19, I14, I15). It has the id and the number of that order. */
export const subscriptionSchema = named(
  "Subscription",
  z.strictObject({
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
    /** When the term ends. */
    endsAt: instantSchema.exactOptional(),
  }),
);
export type Subscription = z.infer<typeof subscriptionSchema>;

/** What happened to a subscription, and by which order or person. */
export const subscriptionEntrySchema = named(
  "SubscriptionEntry",
  z.discriminatedUnion("event", [
    z.strictObject({
      event: z.enum(["started", "change-in-force"]),
      ...orderShape,
      version: z.int().min(1),
      terms: subscriptionTermsSchema,
    }),
    z.strictObject({
      event: z.literal("change-proposed"),
      ...orderShape,
      /** The differences: those that need approval, and those that do not (A94, I21). */
      asking: z.array(z.string().max(64)),
      passing: z.array(z.string().max(64)),
    }),
    z.strictObject({ event: z.enum(["change-failed", "change-given-up"]), ...orderShape }),
    z.strictObject({ event: z.literal("renewed"), ...orderShape, executionAt: instantSchema }),
    z.strictObject({ event: z.enum(["paused", "resumed", "cancelled"]), person: personReferenceSchema }),
    z.strictObject({ event: z.literal("ended") }),
  ]),
);
export type SubscriptionEntry = z.infer<typeof subscriptionEntrySchema>;

export const subscriptionQuerySchema = z.strictObject({
  status: subscriptionStatusSchema.exactOptional(),
  /** The customer's id. */
  customer: organisationIdSchema.exactOptional(),
  /** `next` of the previous page. */
  after: subscriptionIdSchema.exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of subscriptions, in the order of their ids. `next` is the `after` of the next page. */
export const subscriptionPageSchema = named(
  "SubscriptionPage",
  z.strictObject({
    subscriptions: z.array(subscriptionSchema),
    next: subscriptionIdSchema.exactOptional(),
  }),
);

export const historyQuerySchema = z.strictObject({
  /** The `id` of the oldest entry that the caller has. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).exactOptional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What happened, newest first. */
export const subscriptionHistorySchema = named(
  "SubscriptionHistory",
  z.strictObject({
    entries: z.array(z.strictObject({ id: z.int().min(1), at: instantSchema, entry: subscriptionEntrySchema })),
  }),
);

const params = z.strictObject({ id: subscriptionIdSchema });

/** What sellers, shops and customers read of subscriptions and do with them. */
export const subscriptionOperations = operationsOf({
  readSubscriptions: {
    method: "GET",
    path: "/v1/subscriptions",
    query: subscriptionQuerySchema,
    answer: subscriptionPageSchema,
  },
  readSubscription: { method: "GET", path: "/v1/subscriptions/:id", params, answer: subscriptionSchema },
  readSubscriptionHistory: {
    method: "GET",
    path: "/v1/subscriptions/:id/history",
    params,
    query: historyQuerySchema,
    answer: subscriptionHistorySchema,
  },
  pauseSubscription: { method: "POST", path: "/v1/subscriptions/:id/pause", params, answer: subscriptionSchema },
  resumeSubscription: { method: "POST", path: "/v1/subscriptions/:id/resume", params, answer: subscriptionSchema },
  cancelSubscription: { method: "POST", path: "/v1/subscriptions/:id/cancel", params, answer: subscriptionSchema },
  withdrawSubscriptionChange: {
    method: "POST",
    path: "/v1/subscriptions/:id/withdraw-change",
    params,
    answer: subscriptionSchema,
  },
});
