import { sql } from "kysely";
import { z } from "zod";

import { itemReportSchema } from "@countersign/shared/contract/api/fulfilment.ts";
import type { OrderId, SubscriptionId } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { provisioningErrors } from "@countersign/shared/words/en/provisioning-errors.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { Services } from "#server/records/services.ts";
import { fulfilmentSettingsOf, isAutomatic } from "#server/records/settings/fulfilment-settings.ts";
import { findSubscriptionOrder } from "#server/records/subscriptions/subscription-store.ts";

import { failOpenItems, openItems, recordAnswer } from "./item-reports.ts";
import { askService } from "./remote-service.ts";

/** One try to provision an order. */
const provisionPayload = z.strictObject({
  tenantId: z.string(),
  orderId: orderIdSchema,
  /** The id of the event that started execution: each retry by hand is a new round. */
  round: z.int().min(1),
  tries: z.int().min(1),
});
type Provision = z.infer<typeof provisionPayload>;

export const provisionQueue: JobQueue<Provision> = {
  name: "fulfilment-provision",
  payload: provisionPayload,
  tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
};

/** The pauses after unanswered tries, in minutes; after the last one, the items have failed (A26). */
const pauseMinutes: readonly number[] = [1, 5, 15, 60, 240];

/** A connector accepts the order and reports later, or reports some items at once. */
const answerSchema = z.object({ items: z.array(itemReportSchema).max(1_000).default([]) });

interface ToProvision {
  readonly order: Order;
  /** How often execution was started: unlike the event's id, the same after a backup was restored. */
  readonly round: number;
  readonly open: ReadonlySet<string>;
  /** The subscription that the order changes or renews; missing for an order that begins one or has none. */
  readonly subscription: { readonly id: SubscriptionId; readonly kind: "change" | "renewal" } | undefined;
}

const bodyOf = (
  { id, number, revision, customer, lines, recurrence }: Order,
  { open, subscription }: Pick<ToProvision, "open" | "subscription">,
) => ({
  type: "provision",
  orderId: id,
  orderNumber: number,
  revision,
  customer,
  ...(recurrence === undefined ? {} : { recurrence }),
  ...(subscription === undefined ? {} : { subscription }),
  items: lines
    .filter((line) => open.has(line.id))
    .map((line) => ({
      lineId: line.id,
      product: line.product,
      quantity: line.quantity,
      ...(line.sku === undefined ? {} : { sku: line.sku }),
      ...(line.vendor === undefined ? {} : { vendor: line.vendor }),
    })),
});

/** The ids of the events that started the order's execution, latest first. */
const roundsOf = async (tx: Tx, orderId: OrderId): Promise<number[]> => {
  const rows = await tx
    .selectFrom("order_events")
    .select("id")
    .where("order_id", "=", orderId)
    .where(sql`event ->> 'to'`, "=", "executing")
    .orderBy("id", "desc")
    .execute();
  return rows.map(({ id }) => id);
};

/** The order with its open items; `undefined` if this round is over. */
const prepare = ({ db }: Services, { orderId, round }: Provision): Promise<ToProvision | undefined> =>
  inTransaction(db, async (tx) => {
    const row = await tx.selectFrom("orders").select("document").where("id", "=", orderId).executeTakeFirst();
    const rounds = await roundsOf(tx, orderId);
    // A try left over from an earlier round would provision the same items twice.
    if (row?.document.status !== "executing" || rounds[0] !== round) return undefined;
    const open = await openItems(tx, row.document);
    const found = await findSubscriptionOrder(tx, orderId);
    const kind = found?.link.kind;
    return {
      order: row.document,
      round: rounds.length,
      open,
      subscription: found && (kind === "change" || kind === "renewal") ? { id: found.subscriptionId, kind } : undefined,
    };
  });

/**
 * Asks the seller's connector to provision an order, with the same idempotency key for each try of a round. Without a
 * connector, or if part of the order needs a person (W22), somebody reports what was provisioned.
 */
export const provision = async (services: Services, job: Provision): Promise<void> => {
  const { db, clock, jobs } = services;
  const { tenantId, orderId, tries } = job;
  const subject = { tenantId, orderId };
  const found = await prepare(services, job);
  if (found === undefined || found.open.size === 0) return;
  const settings = await fulfilmentSettingsOf(db, tenantId, found.order);
  if (settings?.connector === undefined || !found.order.lines.every((line) => isAutomatic(line, settings))) return;
  const request = { id: `${orderId}/${found.round}`, at: clock.now(), body: bodyOf(found.order, found) };
  const answer = await askService(settings.connector, request, answerSchema, services);
  if (answer !== undefined) {
    if (answer.items.length > 0) await recordAnswer(services, subject, answer.items);
    return;
  }
  const pause = pauseMinutes[tries - 1];
  if (pause !== undefined) {
    const startAfter = instantFromMillis(millisOf(clock.now()) + pause * 60_000);
    await jobs.sendAll(provisionQueue, [{ ...job, tries: tries + 1 }], { startAfter });
    return;
  }
  await failOpenItems(services, subject, provisioningErrors["service-unanswered"]);
};
