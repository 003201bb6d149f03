import { createHash } from "node:crypto";
import { sql } from "kysely";
import { v7 } from "uuid";

import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { OrderId, SubscriptionId } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order, OrderLine } from "@countersign/shared/domain/order.ts";
import { subscriptionLifeCycle } from "@countersign/shared/engine/fulfilment/approval-again/subscription-life-cycle.ts";
import { nextState } from "@countersign/shared/engine/transitions.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { insertOrder } from "#server/records/orders/insert-order.ts";
import type { Services } from "#server/records/services.ts";
import {
  insertSubscriptionOrder,
  lockSubscription,
  recordEntry,
  replaceSubscription,
} from "#server/records/subscriptions/subscription-store.ts";
import { dueAt } from "#server/records/subscriptions/subscription.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { scheduleAfter } from "./terms.ts";

/** A subscription with something due. */
interface Due {
  readonly id: SubscriptionId;
  readonly tenantId: string;
  readonly dueAt: Instant;
}

const pageSize = 200;

/** The due subscriptions, longest overdue first, each once, whatever happens to it meanwhile. */
async function* dueSubscriptions(db: Database, now: Instant): AsyncGenerator<Due> {
  for (let after: Pick<Due, "dueAt" | "id"> | undefined; ;) {
    const beyond = after === undefined ? sql`true` : sql`(due_at, id) > (${after.dueAt}, ${after.id})`;
    const { rows } = await sql<Due>`
      select id, tenant_id as "tenantId", due_at as "dueAt" from subscriptions
      where due_at <= ${now} and ${beyond} order by due_at, id limit ${pageSize}`.execute(db);
    yield* rows;
    after = rows.at(-1);
    if (rows.length < pageSize || after === undefined) return;
  }
}

const withoutPrevious = (ordered: OrderLine): OrderLine => {
  const { previousQuantity: _, ...line } = ordered;
  return line;
};

/**
 * The order of one execution: a repetition of the order in force. It was approved once and asks nobody again, whatever has
 * happened to approvers, budgets and cost centres since (I17, I20); the checks before its execution stay the same.
 */
const renewalOf = (source: Order, id: OrderId, executionAt: Instant): Omit<Order, "number"> => {
  const { requester, customer, reseller, distributor, lines, totals, levelAmounts, costCentre, flow } = source;
  return {
    id,
    revision: 1,
    placedAt: executionAt,
    status: "not-needed",
    erpStatus: "open",
    requester,
    customer,
    ...(reseller === undefined ? {} : { reseller }),
    ...(distributor === undefined ? {} : { distributor }),
    lines: lines.map(withoutPrevious),
    totals,
    ...(levelAmounts === undefined ? {} : { levelAmounts }),
    ...(costCentre === undefined ? {} : { costCentre }),
    flow: { policy: flow.policy, stages: [], decisions: [], comments: [] },
    source: { system: source.source.system },
  };
};

/**
 * The id of an execution's order, always the same: if it is repeated after a restore, the gateway and the connector are
 * asked with the same keys.
 */
const renewalIdOf = (id: SubscriptionId, executionAt: Instant): OrderId => {
  const random = createHash("sha256").update(`${id} ${executionAt}`).digest();
  return orderIdSchema.parse(v7({ msecs: millisOf(executionAt), random }));
};

const execute = async (
  tx: Tx,
  { clock }: Services,
  tenantId: string,
  { subscription, executionAt }: { subscription: Subscription; executionAt: Instant },
): Promise<DocumentChange> => {
  const { document: source, sender_id: senderId } = await tx
    .selectFrom("orders")
    .select(["document", "sender_id"])
    .where("id", "=", subscription.inForceBy)
    .executeTakeFirstOrThrow();
  const at = clock.now();
  const renewal = renewalOf(source, renewalIdOf(subscription.id, executionAt), executionAt);
  const { order, change } = await insertOrder(tx, { tenantId, senderId, receivedAt: at }, renewal);
  const link = { kind: "renewal", executionAt } as const;
  await insertSubscriptionOrder(tx, { orderId: order.id, subscriptionId: subscription.id, link });
  const { nextAt: _, endsAt: __, ...rest } = subscription;
  await replaceSubscription(tx, { ...rest, ...scheduleAfter(subscription.inForce.recurrence, executionAt) });
  const entry = { event: "renewed", orderId: order.id, orderNumber: order.number, executionAt } as const;
  await recordEntry(tx, subscription, at, entry);
  return change;
};

const end = async (tx: Tx, { clock }: Services, subscription: Subscription): Promise<void> => {
  const status = nextState(subscriptionLifeCycle, subscription.status, "end");
  if (status === undefined) return;
  await recordEntry(tx, await replaceSubscription(tx, { ...subscription, status }), clock.now(), { event: "ended" });
};

/** Makes the next due order of a subscription, or ends it; more may be due afterwards. */
const goOn = async (tx: Tx, services: Services, { id, tenantId }: Due): Promise<WrittenChanges<"done" | "again">> => {
  await shareVisibility(tx, tenantId);
  const subscription = await lockSubscription(tx, tenantId, id);
  const due = subscription && dueAt(subscription);
  if (subscription === undefined || due === undefined || due > services.clock.now())
    return { answer: "done", changes: [] };
  if (subscription.nextAt === undefined) {
    await end(tx, services, subscription);
    return { answer: "again", changes: [] };
  }
  const change = await execute(tx, services, tenantId, { subscription, executionAt: subscription.nextAt });
  return { answer: "again", changes: [change] };
};

/**
 * Makes the orders of all due executions, each in its own transaction, and ends subscriptions that are over. After the
 * server was down, it makes one order for every missed date. A failure is retried at the next run and stops no other
 * subscription.
 */
export const renewDue = async (services: Services): Promise<void> => {
  const { db, clock, log } = services;
  for await (const due of dueSubscriptions(db, clock.now()))
    await runIsolated(
      log,
      { about: { subscriptionId: due.id }, failure: "a subscription could not be executed" },
      async () => {
        while ((await writeChanges(services, due.tenantId, (tx) => goOn(tx, services, due))) === "again");
      },
    );
};
