import type { CompiledQuery } from "kysely";
import { sql } from "kysely";

import type { OrderId, OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import { namedBy } from "#server/records/visibility/audience.ts";
import { redactedOrderOf } from "#server/records/visibility/redacted-order.ts";
import { sharedVisibilityLock } from "#server/records/visibility/visibility-lock.ts";

interface OrderTable {
  id: OrderId;
  tenant_id: string;
  number: string;
  revision: number;
  /** The sender, because two senders may use the same numbers. */
  sender_id: OrganisationId;
  source_system: Order["source"]["system"];
  source_external_id: string | null;
  received_at: Instant;
  document: Document<Order>;
  /** The version for one organisation's people, except those in `redacted_not_for`; only valid for its own revision. */
  redacted: string | null;
  redacted_for: OrganisationId | null;
  redacted_not_for: Document<readonly PersonId[]> | null;
  redacted_revision: number | null;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    orders: OrderTable;
  }
}

/** The current order, locked until the end of the transaction, together with the visibility lock. */
export const lockOrder = async (tx: Tx, tenantId: string, id: OrderId): Promise<Order | undefined> => {
  const row = await tx
    .selectFrom("orders")
    .select(["document", sharedVisibilityLock(tenantId).as("scope")])
    .where("id", "=", id)
    .where("tenant_id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst();
  return row?.document;
};

/**
 * The same for several orders, always in the sequence of their ids. The visibility lock must be shared by a separate
 * statement afterwards: holding it while waiting for an order could cause a deadlock with a transaction that needs both.
 */
export const ordersLocked = (tx: Tx, tenantId: string, ids: readonly OrderId[]): CompiledQuery<{ document: Order }> =>
  sql<{ document: Order }>`
    select document from orders where id = any(${[...ids]}::text[]) and tenant_id = ${tenantId}
    order by id for update`.compile(tx);

/** Stores the next revisions of locked orders. */
export const ordersReplaced = (tx: Tx, orders: readonly Order[]): CompiledQuery => {
  const redactedOrders = orders.map(redactedOrderOf);
  return sql`
    update orders set revision = next.revision, document = next.document,
      redacted = next.redacted, redacted_for = next.redacted_for, redacted_not_for = next.redacted_not_for,
      redacted_revision = next.revision
    from unnest(
      ${orders.map(({ id }) => id)}::text[],
      ${orders.map(({ revision }) => revision)}::bigint[],
      ${orders.map((order) => JSON.stringify(order))}::jsonb[],
      ${redactedOrders.map((redacted) => redacted?.text ?? null)}::text[],
      ${redactedOrders.map((redacted) => redacted?.organisationId ?? null)}::text[],
      ${redactedOrders.map((redacted) => redacted && JSON.stringify(redacted.notFor))}::jsonb[]
    ) as next (id, revision, document, redacted, redacted_for, redacted_not_for)
    where orders.id = next.id`.compile(tx);
};

/** Everybody who may be involved in one of the orders: the people it names, and those of its organisations. */
export const peopleAround = async (tx: Tx, ...orders: readonly Order[]): Promise<Person[]> => {
  if (orders.length === 0) return [];
  const chain = orders.flatMap(({ customer, reseller, distributor }) => [customer, reseller, distributor]);
  const organisations = new Set(chain.flatMap((one) => (one === undefined ? [] : [one.organisationId])));
  const named = new Set(orders.flatMap((order) => [...namedBy(order)]));
  const rows = await tx
    .selectFrom("people")
    .select("document")
    .where((person) => person.or([person("organisation_id", "in", [...organisations]), person("id", "in", [...named])]))
    .execute();
  return rows.map(({ document }) => document);
};
