import type { CompiledQuery } from "kysely";
import { sql } from "kysely";

import type { Tx } from "#server/foundation/db/database.ts";

/**
 * Who may see what is decided while an order is written, and anew when a person's rights change. The writers of orders
 * hold this lock together, a change of rights holds it alone: none of them decides by rights that are about to change.
 */
const keyOf = (tenantId: string) => sql`hashtextextended(${`scope of ${tenantId}`}, 0)`;

/** For whoever decides an audience; whoever may see the order is read by a later statement. */
export const shareVisibility = (tx: Tx, tenantId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock_shared(${keyOf(tenantId)})`.execute(tx);

/** The same as one of several statements that travel together. */
export const visibilityShared = (tx: Tx, tenantId: string): CompiledQuery =>
  sql`select pg_advisory_xact_lock_shared(${keyOf(tenantId)})`.compile(tx);

/** For a change of rights. */
export const holdVisibility = (tx: Tx, tenantId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(${keyOf(tenantId)})`.execute(tx);

/** The shared lock as part of the statement that locks the order, which saves a round trip for each command. */
export const sharedVisibilityLock = (tenantId: string) => sql`pg_advisory_xact_lock_shared(${keyOf(tenantId)})`;
