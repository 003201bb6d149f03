import type { Delegation } from "@countersign/shared/domain/delegation.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { delegateOrder, endDelegation } from "@countersign/shared/engine/approval/delegate.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import { tryChangeOpenOrder, pendingOrders } from "#server/records/orders/open-orders.ts";
import type { Services } from "#server/records/services.ts";
import { holdVisibility } from "#server/records/visibility/visibility-lock.ts";

interface DelegationTable {
  id: string;
  tenant_id: string;
  state: "planned" | "running" | "ended";
  valid_from: Instant;
  valid_until: Instant;
  delegator_id: PersonId;
  document: Document<Delegation>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    delegations: DelegationTable;
  }
}

interface Stored {
  readonly tenantId: string;
  readonly delegation: Delegation;
  /** Earlier than in the document if the delegation was ended early. */
  readonly validUntil: Instant;
}

const dueIn = async (db: Database, state: "planned" | "running", now: Instant): Promise<Stored[]> => {
  const rows = await db
    .selectFrom("delegations")
    .select(["tenant_id", "valid_until", "document"])
    .where("state", "=", state)
    .where((row) => (state === "planned" ? row("valid_from", "<=", now) : row("valid_until", "<", now)))
    .orderBy("valid_from")
    .execute();
  return rows.map(({ tenant_id: tenantId, valid_until: validUntil, document }) => ({
    tenantId,
    validUntil,
    delegation: document,
  }));
};

const mark = async (db: Database, { id }: Delegation, state: "running" | "ended"): Promise<void> => {
  await db.updateTable("delegations").set({ state }).where("id", "=", id).execute();
};

/**
 * Waits for the intakes in progress, which may have read the delegations before this moment. Later ones see by the dates
 * which delegations are in force.
 */
const awaitIntakes = (db: Database, tenantId: string): Promise<unknown> =>
  inTransaction(db, (tx) => holdVisibility(tx, tenantId));

/** Changes every open order of the network that asks the delegator, one by one. @returns whether all were changed. */
const onOrdersAsking = async (
  services: Services,
  { tenantId, delegation }: Stored,
  change: (order: Order) => Order,
): Promise<boolean> => {
  await awaitIntakes(services.db, tenantId);
  const asked = { flow: { stages: [{ candidates: [{ personId: delegation.delegator.personId }] }] } };
  let isDone = true;
  for await (const order of pendingOrders(services.db, asked))
    if (order.tenantId === tenantId) isDone = (await tryChangeOpenOrder(services, order, change)) && isDone;
  return isDone;
};

const begin = async (services: Services, stored: Stored, now: Instant): Promise<void> => {
  const { validUntil, delegation } = stored;
  const isOver = validUntil < now;
  if (isOver || (await onOrdersAsking(services, stored, (order) => delegateOrder(order, delegation))))
    await mark(services.db, delegation, "running");
};

const end = async (services: Services, stored: Stored): Promise<void> => {
  const { delegation } = stored;
  if (await onOrdersAsking(services, stored, (order) => endDelegation(order, delegation)))
    await mark(services.db, delegation, "ended");
};

/**
 * Adds substitutes to every open order when their delegation begins, and removes them when it ends. A delegation counts
 * as begun or ended only once all orders follow it, so that an interrupted or failed run is repeated; one that fails
 * stops no other.
 */
export const applyDelegations = async (services: Services): Promise<void> => {
  const { db, clock, log } = services;
  const now = clock.now();
  const apart = ({ delegation }: Stored, work: () => Promise<void>) =>
    runIsolated(log, { about: { delegationId: delegation.id }, failure: "a delegation could not be applied" }, work);
  for (const stored of await dueIn(db, "planned", now)) await apart(stored, () => begin(services, stored, now));
  for (const stored of await dueIn(db, "running", now)) await apart(stored, () => end(services, stored));
};

/** A new order with the substitutes of its candidates, even if the scheduled run has not begun their delegations yet. */
export const withSubstitutes = async (tx: Tx, tenantId: string, order: Order, now: Instant): Promise<Order> => {
  const candidates = order.flow.stages.flatMap((stage) => stage.candidates.map(({ personId }) => personId));
  if (candidates.length === 0) return order;
  const rows = await tx
    .selectFrom("delegations")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("state", "<>", "ended")
    .where("valid_from", "<=", now)
    .where("valid_until", ">=", now)
    .where("delegator_id", "in", candidates)
    .orderBy("valid_from")
    .execute();
  const delegated = rows.reduce((current, { document }) => delegateOrder(current, document), order);
  return { ...delegated, revision: order.revision };
};
