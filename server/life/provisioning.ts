import { z } from "zod";

import type { Order } from "#shared/domain/order.ts";
import { advanceOrder } from "#shared/engine/acceptance/order-life.ts";
import type { SubOrder } from "#shared/engine/acceptance/sub-orders.ts";
import { overallExecution } from "#shared/engine/acceptance/sub-orders.ts";

import { HttpProblem } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import type { Tx } from "#server/db/database.ts";
import { inTransaction } from "#server/db/retry.ts";
import type { OrderEvent } from "#server/events/order-event.ts";
import { lockOrder, peopleAround } from "#server/orders/order-store.ts";
import { writeOrder } from "#server/orders/write-order.ts";
import type { Commit } from "#server/sync/change-log.ts";

import type { Subject } from "./check-order.ts";

/** What became of one item of an order (A25, A26). */
export const itemReportSchema = z.discriminatedUnion("outcome", [
  z.strictObject({ lineId: z.string().min(1).max(64), outcome: z.literal("provisioned") }),
  z.strictObject({
    lineId: z.string().min(1).max(64),
    outcome: z.literal("failed"),
    error: z.string().trim().min(1).max(500),
  }),
]);
export type ItemReport = z.infer<typeof itemReportSchema>;

const itemsOf = async (tx: Tx, { id }: Pick<Order, "id">): Promise<SubOrder[]> => {
  const rows = await tx
    .selectFrom("provisioned_items")
    .select(["line_id", "status"])
    .where("order_id", "=", id)
    .orderBy("line_id")
    .execute();
  return rows.map(({ line_id: lineId, status }) => ({ id: lineId, status }));
};

/** Each line is executed on its own (W32). What failed before is tried again, what was provisioned is not. */
export const openItems = async (tx: Tx, { id, lines }: Order): Promise<void> => {
  await tx
    .insertInto("provisioned_items")
    .values(lines.map((line) => ({ order_id: id, line_id: line.id, status: "executing" as const, error: null })))
    .onConflict((conflict) =>
      conflict
        .columns(["order_id", "line_id"])
        .doUpdateSet({ status: "executing", error: null })
        .where("provisioned_items.status", "=", "failed-after-approval"),
    )
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
const afterItems = (order: Order, items: readonly SubOrder[]): Order => {
  const [first, ...others] = items;
  const step = first && steps[overallExecution([first, ...others]).status];
  if (step === undefined) return { ...order, revision: order.revision + 1 };
  const advanced = advanceOrder(order, step);
  if (!advanced.ok) throw new HttpProblem(409, advanced.error.code, advanced.error.args);
  return advanced.value;
};

const reportWithin = async (
  tx: Tx,
  { clock, changeLog }: Services,
  { tenantId, orderId }: Subject,
  reports: readonly ItemReport[],
): Promise<Commit | undefined> => {
  const order = await lockOrder(tx, tenantId, orderId);
  if (order === undefined) throw new HttpProblem(404, "not-found");
  const known = new Map((await itemsOf(tx, order)).map(({ id, status }) => [id, status]));
  const unknown = reports.find(({ lineId }) => !known.has(lineId));
  if (unknown !== undefined) throw new HttpProblem(422, "item-unknown", { item: unknown.lineId });
  const news = reports.filter((report) => known.get(report.lineId) !== statusOf(report));
  if (news.length === 0) return undefined;
  if (order.status !== "executing")
    throw new HttpProblem(409, "order-step-impossible", { status: order.status, event: "provisioning" });
  for (const report of news) await storeItem(tx, order, report);
  const after = afterItems(order, await itemsOf(tx, order));
  const people = await peopleAround(tx, after);
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  return changeLog.append(tx, tenantId, [await writeOrder(tx, occasion, news.map(eventOf))]);
};

/**
 * Records what became of some items of an order that is being executed; the same report once more changes nothing.
 * @throws HttpProblem 404 for an order that is not there, 422 for an item that it does not have, 409 for an order that is
 * not being executed.
 */
export const reportItems = async (
  services: Services,
  subject: Subject,
  reports: readonly ItemReport[],
): Promise<void> => {
  const commit = await inTransaction(services.db, (tx) => reportWithin(tx, services, subject, reports));
  if (commit !== undefined) services.poke.announce(commit);
};
