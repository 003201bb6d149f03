import type { ItemReport } from "@countersign/shared/contract/api/fulfilment.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { advanceOrder } from "@countersign/shared/engine/fulfilment/acceptance/order-life-cycle.ts";
import type { SubOrder } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";
import { overallFulfilment } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import type { OrderEvent } from "#server/records/events/order-event.ts";
import { lockOrder, peopleAround } from "#server/records/orders/order-store.ts";
import { writeOrder } from "#server/records/orders/write-order.ts";
import type { Services } from "#server/records/services.ts";

import type { OrderKey } from "./order-key.ts";

interface ProvisionedItemTable {
  order_id: OrderId;
  line_id: string;
  status: SubOrder["status"];
  error: string | null;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    provisioned_items: ProvisionedItemTable;
  }
}

/** The statuses of an order's items, once its execution has begun. */
type Items = ReadonlyMap<string, SubOrder["status"]>;

const itemsOf = async (tx: Tx, { id }: Pick<Order, "id">): Promise<Items> => {
  const rows = await tx
    .selectFrom("provisioned_items")
    .select(["line_id", "status"])
    .where("order_id", "=", id)
    .orderBy("line_id")
    .execute();
  return new Map(rows.map(({ line_id: lineId, status }) => [lineId, status]));
};

/** Makes an item of each line (W32). @returns the lines that are still to be provisioned. */
export const openItems = async (tx: Tx, order: Order): Promise<ReadonlySet<string>> => {
  await tx
    .insertInto("provisioned_items")
    .values(order.lines.map(({ id }) => ({ order_id: order.id, line_id: id, status: "executing", error: null })))
    .onConflict((conflict) => conflict.columns(["order_id", "line_id"]).doNothing())
    .execute();
  const items = await itemsOf(tx, order);
  return new Set([...items].flatMap(([lineId, status]) => (status === "executing" ? lineId : [])));
};

/** Reopens the failed items for another execution; provisioned ones stay as they are. */
export const reopenItems = async (tx: Tx, { id }: Order): Promise<void> => {
  await tx
    .updateTable("provisioned_items")
    .set({ status: "executing", error: null })
    .where("order_id", "=", id)
    .where("status", "=", "failed-after-approval")
    .execute();
};

const storeItem = async (tx: Tx, { id }: Order, report: ItemReport): Promise<void> => {
  const isProvisioned = report.outcome === "provisioned";
  await tx
    .updateTable("provisioned_items")
    .set({
      status: isProvisioned ? "executed" : "failed-after-approval",
      error: report.outcome === "failed" ? report.error : null,
    })
    .where("order_id", "=", id)
    .where("line_id", "=", report.lineId)
    .execute();
};

const statusOf = ({ outcome }: ItemReport): SubOrder["status"] =>
  outcome === "provisioned" ? "executed" : "failed-after-approval";

const eventOf = (report: ItemReport): OrderEvent =>
  report.outcome === "provisioned"
    ? { kind: "item-provisioned", lineId: report.lineId }
    : { kind: "item-provisioning-failed", lineId: report.lineId, error: report.error };

const steps = { executed: "succeed", "failed-after-approval": "fail", executing: undefined } as const;

/** The order with these statuses of its items; it stays submitted until all of them are executed (W33). */
const afterItems = (order: Order, items: Items): Result<Order, RequestRefusal> => {
  const [first, ...others] = [...items].map(([id, status]): SubOrder => ({ id, status }));
  const step = first && steps[overallFulfilment([first, ...others]).status];
  return step === undefined ? ok({ ...order, revision: order.revision + 1 }) : advanceOrder(order, step);
};

/** Chooses the reports to record, given the items' statuses. */
type Choose = (items: Items) => Result<readonly ItemReport[], RequestRefusal>;

const recordWithin = async (
  tx: Tx,
  { clock, followers }: Services,
  { tenantId, orderId }: OrderKey,
  choose: Choose,
): Promise<Result<WrittenChanges<void>, RequestRefusal>> => {
  const order = await lockOrder(tx, tenantId, orderId);
  if (order === undefined) return refuse("not-found");
  const items = await itemsOf(tx, order);
  const chosen = choose(items);
  if (!chosen.ok) return chosen;
  const news = chosen.value.filter((report) => items.get(report.lineId) !== statusOf(report));
  if (news.length === 0) return ok({ answer: undefined, changes: [] });
  if (order.status !== "executing")
    return refuse("order-step-impossible", { status: order.status, event: "provisioning" });
  for (const report of news) await storeItem(tx, order, report);
  const advanced = afterItems(order, await itemsOf(tx, order));
  if (!advanced.ok) return advanced;
  const after = advanced.value;
  const people = await peopleAround(tx, after);
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  const written = await writeOrder(tx, followers, occasion, news.map(eventOf));
  return written.ok ? ok({ answer: undefined, changes: [written.value] }) : written;
};

const record = (services: Services, subject: OrderKey, choose: Choose): Promise<Result<void, RequestRefusal>> =>
  tryChanges(services, subject.tenantId, (tx) => recordWithin(tx, services, subject, choose));

/** A provisioned item stays so, whatever is reported later. */
const contradicts = (report: ItemReport, items: Items): boolean =>
  items.get(report.lineId) === "executed" && report.outcome === "failed";

/**
 * Records the outcome of some items of an order that is being executed; repeating a report changes nothing. Refused for
 * an item that the order does not have, for a failure of an item that was provisioned, and for an order that is not being
 * executed.
 */
export const reportItems = (
  services: Services,
  subject: OrderKey,
  reports: readonly ItemReport[],
): Promise<Result<void, RequestRefusal>> =>
  record(services, subject, (items) => {
    const unknown = reports.find(({ lineId }) => !items.has(lineId));
    if (unknown !== undefined) return refuse("item-unknown", { item: unknown.lineId });
    if (reports.some((report) => contradicts(report, items)))
      return refuse("order-step-impossible", { status: "executed", event: "fail" });
    return ok(reports);
  });

/** For a connector's job, which nobody waits for: a report that comes after the order's execution is only logged. */
const recordUnattended = async (services: Services, subject: OrderKey, choose: Choose): Promise<void> => {
  const recorded = await record(services, subject, choose);
  if (recorded.ok) return;
  const { code } = recorded.error;
  services.log.warn({ orderId: subject.orderId, code }, "a report of items came too late for their order");
};

/** Records the valid reports of a connector's answer, and logs how many were not. */
export const recordAnswer = (services: Services, subject: OrderKey, reports: readonly ItemReport[]): Promise<void> =>
  recordUnattended(services, subject, (items) => {
    const fitting = reports.filter((report) => items.has(report.lineId) && !contradicts(report, items));
    const left = reports.length - fitting.length;
    if (left > 0) services.log.warn({ orderId: subject.orderId, left }, "a connector reported impossible outcomes");
    return ok(fitting);
  });

/** Fails the items that are still open. What was reported meanwhile stands. */
export const failOpenItems = (services: Services, subject: OrderKey, error: string): Promise<void> =>
  recordUnattended(services, subject, (items) =>
    ok([...items].flatMap(([lineId, status]) => (status === "executing" ? { lineId, outcome: "failed", error } : []))),
  );
