import type { CompiledQuery } from "kysely";
import { sql } from "kysely";

import type { Tx } from "#server/foundation/db/database.ts";

/**
 * Visibility is decided when an order is written, and again when a person's rights change. Writers of orders share this
 * lock, a change of rights holds it alone, so that no order is written by rights that are about to change.
 */
const keyOf = (tenantId: string) => sql`hashtextextended(${`scope of ${tenantId}`}, 0)`;

/** For a transaction that decides an audience; it must read the people in a later statement. */
export const shareVisibility = (tx: Tx, tenantId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock_shared(${keyOf(tenantId)})`.execute(tx);

/** The same as one of several statements that are sent together. */
export const visibilityShared = (tx: Tx, tenantId: string): CompiledQuery =>
  sql`select pg_advisory_xact_lock_shared(${keyOf(tenantId)})`.compile(tx);

/** For a change of rights. */
export const holdVisibility = (tx: Tx, tenantId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(${keyOf(tenantId)})`.execute(tx);

/** The shared lock as part of the statement that locks the order, which saves a round trip per command. */
export const sharedVisibilityLock = (tenantId: string) => sql`pg_advisory_xact_lock_shared(${keyOf(tenantId)})`;
