import { sql } from "kysely";

import type { Budget, BudgetOwner } from "@countersign/shared/domain/budget.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { orderStatusSchema } from "@countersign/shared/domain/order.ts";
import type { CountedOrder } from "@countersign/shared/engine/planning/budget/counted-order.ts";
import { weightOf } from "@countersign/shared/engine/planning/budget/counted-order.ts";
import { windowAt } from "@countersign/shared/engine/planning/budget/window.ts";

import type { Tx } from "#server/foundation/db/database.ts";

/** A budget, and the order to check against it. */
export interface BudgetCheck {
  readonly budget: Budget;
  readonly customerId: OrganisationId;
  readonly placedAt: Instant;
}

/** Two customers may use the same id for a cost centre, so the key includes the customer. */
const keyOf = (owner: BudgetOwner, customerId: OrganisationId): string =>
  owner.kind === "requester" ? `requester ${owner.personId}` : `cost centre ${customerId} ${owner.costCentreId}`;

/**
 * Locks these budgets until the end of the transaction: of two orders placed together, the second sees what the first
 * spent. The locks are taken in a fixed sequence, so that two intakes never wait for each other.
 */
const lockBudgets = async (tx: Tx, tenantId: string, checks: readonly BudgetCheck[]): Promise<void> => {
  const keys = new Set(checks.map(({ budget, customerId }) => keyOf(budget.owner, customerId)));
  for (const key of [...keys].toSorted())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`budget of ${tenantId} ${key}`}, 0))`.execute(tx);
};

const ordersOf = ({ budget: { owner }, customerId }: BudgetCheck) =>
  owner.kind === "requester"
    ? sql`document #>> '{requester,personId}' = ${owner.personId}`
    : sql`document ? 'costCentre' and document #>> '{costCentre,id}' = ${owner.costCentreId}
        and document #>> '{customer,organisationId}' = ${customerId}`;

const spent = orderStatusSchema.options.filter((status) => weightOf({ status }) === "spent");

/** The orders counted in the budget's window at the order's instant, found by index. */
const countedBy = async (tx: Tx, tenantId: string, check: BudgetCheck): Promise<CountedOrder[]> => {
  const window = windowAt(check.budget, check.placedAt);
  if (window === undefined) return [];
  const { startsAt, endsAt } = window;
  const before = endsAt === undefined ? sql`true` : sql`(document ->> 'placedAt') collate "C" < ${endsAt}`;
  const { rows } = await sql<{ counted: CountedOrder }>`
    select jsonb_strip_nulls(jsonb_build_object(
      'id', document -> 'id', 'revision', document -> 'revision', 'placedAt', document -> 'placedAt',
      'status', document -> 'status', 'requester', document -> 'requester', 'costCentre', document -> 'costCentre',
      'totals', document -> 'totals')) as counted
    from orders
    where tenant_id = ${tenantId} and ${ordersOf(check)}
      and (document ->> 'placedAt') collate "C" >= ${startsAt} and ${before}
      and document ->> 'status' = any(${spent}::text[])`.execute(tx);
  return rows.map(({ counted }) => counted);
};

/** The other orders that the budgets count; the budgets stay locked. */
export const pastOrdersFor = async (
  tx: Tx,
  tenantId: string,
  checks: readonly BudgetCheck[],
): Promise<CountedOrder[]> => {
  await lockBudgets(tx, tenantId, checks);
  const orders: CountedOrder[] = [];
  for (const check of checks) orders.push(...(await countedBy(tx, tenantId, check)));
  return orders;
};
