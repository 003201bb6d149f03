import type { GeneratedAlways } from "kysely";

import type { Subscription, SubscriptionEntry } from "@countersign/shared/contract/api/subscriptions.ts";
import { subscriptionSchema } from "@countersign/shared/contract/api/subscriptions.ts";
import type { OrderId, SubscriptionId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { SubscriptionStatus } from "@countersign/shared/engine/fulfilment/approval-again/subscription-life-cycle.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

import type { SubscriptionOrder } from "./subscription.ts";
import { dueAt, subscriptionOrderSchema } from "./subscription.ts";

interface SubscriptionTable {
  id: SubscriptionId;
  tenant_id: string;
  status: SubscriptionStatus;
  /** When the next thing is due: an execution, or the end. */
  due_at: Instant | null;
  /** Not trusted until checked by its schema. */
  document: Document<unknown>;
}

/** The orders of a subscription: the one that began it, those that change it, those that it generates. */
interface SubscriptionOrderTable {
  order_id: OrderId;
  subscription_id: SubscriptionId;
  kind: string;
  /** For an order that the subscription generated. */
  execution_at: Instant | null;
  document: Document<unknown>;
}

interface SubscriptionHistoryTable {
  id: GeneratedAlways<number>;
  subscription_id: SubscriptionId;
  at: Instant;
  entry: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    subscriptions: SubscriptionTable;
    subscription_orders: SubscriptionOrderTable;
    subscription_history: SubscriptionHistoryTable;
  }
}

/** The subscription, locked until the end of the transaction. If both locks are needed, take the order's first. */
export const lockSubscription = async (
  tx: Tx,
  tenantId: string,
  id: SubscriptionId,
): Promise<Subscription | undefined> => {
  const row = await tx
    .selectFrom("subscriptions")
    .select("document")
    .where("id", "=", id)
    .where("tenant_id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst();
  return row && subscriptionSchema.parse(row.document);
};

const columnsOf = (subscription: Subscription) => ({
  status: subscription.status,
  due_at: dueAt(subscription) ?? null,
  document: JSON.stringify(subscriptionSchema.parse(subscription)),
});

export const insertSubscription = async (tx: Tx, tenantId: string, subscription: Subscription): Promise<void> => {
  await tx
    .insertInto("subscriptions")
    .values({ id: subscription.id, tenant_id: tenantId, ...columnsOf(subscription) })
    .execute();
};

/** Stores a locked subscription's next revision. @returns it. */
export const replaceSubscription = async (tx: Tx, changed: Subscription): Promise<Subscription> => {
  const next = { ...changed, revision: changed.revision + 1 };
  await tx.updateTable("subscriptions").set(columnsOf(next)).where("id", "=", next.id).execute();
  return next;
};

export const insertSubscriptionOrder = async (
  tx: Tx,
  { orderId, subscriptionId, link }: { orderId: OrderId; subscriptionId: SubscriptionId; link: SubscriptionOrder },
): Promise<void> => {
  await tx
    .insertInto("subscription_orders")
    .values({
      order_id: orderId,
      subscription_id: subscriptionId,
      kind: link.kind,
      execution_at: link.kind === "renewal" ? link.executionAt : null,
      document: JSON.stringify(link),
    })
    .execute();
};

export interface FoundSubscriptionOrder {
  readonly subscriptionId: SubscriptionId;
  readonly link: SubscriptionOrder;
}

/** The order's role in a subscription; `undefined` if it belongs to none. */
export const findSubscriptionOrder = async (
  db: Database | Tx,
  orderId: OrderId,
): Promise<FoundSubscriptionOrder | undefined> => {
  const row = await db
    .selectFrom("subscription_orders")
    .select(["subscription_id", "document"])
    .where("order_id", "=", orderId)
    .executeTakeFirst();
  return row && { subscriptionId: row.subscription_id, link: subscriptionOrderSchema.parse(row.document) };
};

export const recordEntry = async (
  tx: Tx,
  { id }: Pick<Subscription, "id">,
  at: Instant,
  entry: SubscriptionEntry,
): Promise<void> => {
  await tx
    .insertInto("subscription_history")
    .values({ subscription_id: id, at, entry: JSON.stringify(entry) })
    .execute();
};
