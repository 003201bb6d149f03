import { sql } from "kysely";
import type { z } from "zod";

import type {
  Subscription,
  subscriptionQuerySchema,
  subscriptionPageSchema,
  historyQuerySchema,
  subscriptionHistorySchema,
} from "@countersign/shared/contract/api/subscriptions.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { subscriptionEntrySchema, subscriptionSchema } from "@countersign/shared/contract/api/subscriptions.ts";
import type { SubscriptionId } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { readableEntry, readableSubscription } from "./readable-subscription.ts";

/** A subscription is visible with any of its orders, by the change log, so that changed rights apply at once. */
const seenBy = ({ id }: Pick<Person, "id">) =>
  sql<boolean>`subscriptions.id in (
    select subscription_id from subscription_orders
    join change_log on change_log.collection = 'orders' and change_log.document_id = subscription_orders.order_id
    where change_log.person_id = ${id} and not change_log.is_deleted)`;

export const isVisible = async (tx: Tx, person: Person, id: SubscriptionId): Promise<boolean> => {
  const query = tx.selectFrom("subscriptions").select("id").where("id", "=", id).where(seenBy(person));
  return (await query.executeTakeFirst()) !== undefined;
};

/** The subscription as the person may read it. One that they may not see is not found. */
export const visibleSubscription = async (
  db: Database,
  { person, tenantId }: Actor,
  id: SubscriptionId,
): Promise<Result<Subscription, RequestRefusal>> => {
  const row = await db
    .selectFrom("subscriptions")
    .select("document")
    .where("id", "=", id)
    .where("tenant_id", "=", tenantId)
    .where(seenBy(person))
    .executeTakeFirst();
  if (row === undefined) return refuse("not-found");
  return ok(readableSubscription(subscriptionSchema.parse(row.document), person));
};

/** The subscriptions that the person may read, page by page. */
export const subscriptionsFor = async (
  db: Database,
  { person, tenantId }: Actor,
  { status, customer, after, limit }: z.output<typeof subscriptionQuerySchema>,
): Promise<z.infer<typeof subscriptionPageSchema>> => {
  let query = db
    .selectFrom("subscriptions")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where(seenBy(person))
    .orderBy("id")
    .limit(limit + 1);
  if (status !== undefined) query = query.where("status", "=", status);
  if (after !== undefined) query = query.where("id", ">", after);
  if (customer !== undefined) query = query.where(sql`document #>> '{customer,organisationId}'`, "=", customer);
  const rows = await query.execute();
  const subscriptions = rows
    .slice(0, limit)
    .map(({ document }) => readableSubscription(subscriptionSchema.parse(document), person));
  const last = subscriptions.at(-1);
  return { subscriptions, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) };
};

/** The history of a subscription, for a person who may read it, newest first. */
export const subscriptionHistory = async (
  db: Database,
  actor: Actor,
  id: SubscriptionId,
  { before, limit }: z.output<typeof historyQuerySchema>,
): Promise<Result<z.infer<typeof subscriptionHistorySchema>, RequestRefusal>> => {
  const visible = await visibleSubscription(db, actor, id);
  if (!visible.ok) return visible;
  const subscription = visible.value;
  let query = db
    .selectFrom("subscription_history")
    .select(["id", "at", "entry"])
    .where("subscription_id", "=", id)
    .orderBy("id", "desc")
    .limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.execute();
  return ok({
    entries: rows.map(({ id: entryId, at, entry }) => ({
      id: entryId,
      at: instantSchema.parse(at),
      entry: readableEntry(subscriptionEntrySchema.parse(entry), subscription, actor.person),
    })),
  });
};
