import { sql } from "kysely";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { rolesThatSee } from "#server/records/visibility/audience.ts";

import type { Commit } from "./change-log.ts";

const seesBy = ({ roles }: Person, side: keyof typeof rolesThatSee): boolean =>
  rolesThatSee[side].some((role) => roles.includes(role));

/** The orders that the person may see: `audienceOf` reversed, for all orders of the tenant at once. */
const ordersOf = (person: Person) => {
  const { id, organisationId } = person;
  const asked = JSON.stringify({ flow: { stages: [{ candidates: [{ personId: id }] }] } });
  const sides = (["customer", "reseller", "distributor"] as const).filter((side) => seesBy(person, side));
  const bySide = sides.map((side) => sql`or document #>> ${sql.lit(`{${side},organisationId}`)} = ${organisationId}`);
  return sql`document #>> '{requester,personId}' = ${id} or document @> ${asked}::jsonb ${sql.join(bySide, sql` `)}`;
};

/** Whose visibility changes, and what SQL cannot compute: which organisations of the network they see. */
export interface VisibilityUpdate {
  readonly tenantId: string;
  readonly person: Person;
  readonly organisations: readonly OrganisationId[];
  /** Whether what stays visible is sent again, because the person may now read other figures in it (A76). */
  readonly isReadAnew: boolean;
}

/**
 * Makes the person's documents exactly those that they may see: missing ones are added, others removed, all with the
 * tenant's next number. Their own commands stay. One statement for any number of documents; as always, only further
 * changes may follow in the transaction. The caller holds the visibility lock.
 */
export const updateVisibility = async (
  tx: Tx,
  { tenantId, person, organisations, isReadAnew }: VisibilityUpdate,
): Promise<Commit> => {
  const { id, organisationId, isActive } = person;
  const { rows } = await sql<{ counter: number; collections: CollectionName[] | null }>`
    with seen_orders as (
      select id from orders where tenant_id = ${tenantId} and ${isActive} and (${ordersOf(person)})
    ),
    visible (collection, document_id) as (
      select 'orders', id from seen_orders
      union all
      select 'history', history.id from history join seen_orders on seen_orders.id = history.order_id
      union all
      select 'people', id from people where ${isActive} and organisation_id = ${organisationId}
      union all
      select 'organisations', unnest(${isActive ? [...organisations] : []}::text[])
    ),
    held as (
      select collection, document_id from change_log
      where person_id = ${id} and collection <> 'commands' and not is_deleted
    ),
    moved (collection, document_id, is_deleted) as (
      select collection, document_id, false from visible
      where ${isReadAnew} or (collection, document_id) not in (select collection, document_id from held)
      union all
      select collection, document_id, true from held
      where (collection, document_id) not in (select collection, document_id from visible)
    ),
    counted as (update tenants set counter = counter + 1 where id = ${tenantId} returning counter),
    written as (
      insert into change_log (tenant_id, person_id, collection, document_id, sequence, is_deleted)
      select ${tenantId}, ${id}, collection, document_id, counter, is_deleted from counted, moved
      on conflict (collection, document_id, person_id)
      do update set sequence = excluded.sequence, is_deleted = excluded.is_deleted
      returning collection
    )
    select counter, (select array_agg(distinct collection) from written) as collections from counted`.execute(tx);
  const [counted] = rows;
  if (counted === undefined) throw new Error("The tenant of this person does not exist");
  return { tenantId, sequence: counted.counter, changed: new Map([[id, new Set(counted.collections ?? [])]]) };
};
