import type { ItemReport } from "@countersign/shared/contract/api/fulfilment.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { advanceOrder } from "@countersign/shared/engine/fulfilment/acceptance/order-life-cycle.ts";
import type { SubOrder } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";
import { overallFulfilment } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, orConflict } from "#server/foundation/http/problem.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
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

/** How the items of an order stand that is being executed, or was. */
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

/** Each line is executed on its own (W32). @returns those that are still to be provisioned. */
export const openItems = async (tx: Tx, order: Order): Promise<ReadonlySet<string>> => {
  await tx
    .insertInto("provisioned_items")
    .values(order.lines.map(({ id }) => ({ order_id: order.id, line_id: id, status: "executing", error: null })))
    .onConflict((conflict) => conflict.columns(["order_id", "line_id"]).doNothing())
    .execute();
  const items = await itemsOf(tx, order);
  return new Set([...items].flatMap(([lineId, status]) => (status === "executing" ? lineId : [])));
};

/** The order begins to be executed again: what failed before is tried anew, what was provisioned is not. */
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

/** The order once its items stand like this; it stays submitted until all of them are executed (W33). */
const afterItems = (order: Order, items: Items): Order => {
  const [first, ...others] = [...items].map(([id, status]): SubOrder => ({ id, status }));
  const step = first && steps[overallFulfilment([first, ...others]).status];
  if (step === undefined) return { ...order, revision: order.revision + 1 };
  return orConflict(advanceOrder(order, step));
};

/** What of the reports is to be recorded, by how the items stand. */
type Choose = (items: Items) => readonly ItemReport[];

const recordWithin = async (
  tx: Tx,
  { clock, followers }: Services,
  { tenantId, orderId }: OrderKey,
  choose: Choose,
): Promise<WrittenChanges<void>> => {
  const order = await lockOrder(tx, tenantId, orderId);
  if (order === undefined) throw new HttpProblem(404, "not-found");
  const items = await itemsOf(tx, order);
  const news = choose(items).filter((report) => items.get(report.lineId) !== statusOf(report));
  if (news.length === 0) return { answer: undefined, changes: [] };
  if (order.status !== "executing")
    throw new HttpProblem(409, "order-step-impossible", { status: order.status, event: "provisioning" });
  for (const report of news) await storeItem(tx, order, report);
  const after = afterItems(order, await itemsOf(tx, order));
  const people = await peopleAround(tx, after);
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  return { answer: undefined, changes: [orConflict(await writeOrder(tx, followers, occasion, news.map(eventOf)))] };
};

const record = (services: Services, subject: OrderKey, choose: Choose): Promise<void> =>
  writeChanges(services, subject.tenantId, (tx) => recordWithin(tx, services, subject, choose));

/** What was provisioned stays so, whatever is said of it later. */
const contradicts = (report: ItemReport, items: Items): boolean =>
  items.get(report.lineId) === "executed" && report.outcome === "failed";

/**
 * Records what became of some items of an order that is being executed; the same report once more changes nothing.
 * @throws HttpProblem 404 for an order that is not there, 422 for an item that it does not have, 409 for an order that is
 * not being executed, and for an item that was provisioned and is said to have failed.
 */
export const reportItems = (services: Services, subject: OrderKey, reports: readonly ItemReport[]): Promise<void> =>
  record(services, subject, (items) => {
    const unknown = reports.find(({ lineId }) => !items.has(lineId));
    if (unknown !== undefined) throw new HttpProblem(422, "item-unknown", { item: unknown.lineId });
    if (reports.some((report) => contradicts(report, items)))
      throw new HttpProblem(409, "order-step-impossible", { status: "executed", event: "fail" });
    return reports;
  });

/** The same for a connector's answer: what fits is recorded, and what does not is said in the log. */
export const recordAnswer = (services: Services, subject: OrderKey, reports: readonly ItemReport[]): Promise<void> =>
  record(services, subject, (items) => {
    const fitting = reports.filter((report) => items.has(report.lineId) && !contradicts(report, items));
    const left = reports.length - fitting.length;
    if (left > 0) services.log.warn({ orderId: subject.orderId, left }, "a connector said what cannot be of items");
    return fitting;
  });

/** The items that are still being provisioned have failed. What somebody reported meanwhile stands. */
export const failOpenItems = (services: Services, subject: OrderKey, error: string): Promise<void> =>
  record(services, subject, (items) =>
    [...items].flatMap(([lineId, status]) => (status === "executing" ? { lineId, outcome: "failed", error } : [])),
  );
