import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { StoredEvent } from "#server/records/events/order-event.ts";
import { storedEventSchema } from "#server/records/events/order-event.ts";
import type { EventSubscriber } from "#server/records/events/subscriber.ts";
import type { Services } from "#server/records/services.ts";
import { fulfilmentSettingsOf } from "#server/records/settings/fulfilment-settings.ts";

import { checkOrder } from "./check-order.ts";
import { provision, provisionQueue } from "./connector.ts";
import type { OrderKey } from "./order-key.ts";
import { orderKeySchema } from "./order-key.ts";

const patient = { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 } as const;

/** Follows orders that were approved, need no approval, or begin to be executed. */
export const fulfilmentSubscriber: EventSubscriber = {
  queue: { name: "fulfilment-event", payload: storedEventSchema, tries: patient },
  wants: (event) =>
    event.kind === "order-placed" ||
    (event.kind === "status-changed" && (event.to === "approved" || event.to === "executing")),
};

const checkQueue: JobQueue<OrderKey> = {
  name: "fulfilment-check",
  payload: orderKeySchema,
  tries: patient,
};

/** Queues provisioning, or the checks for when the order's approval can no longer be taken back (S47). */
const goOn = async (services: Services, { id, tenantId, orderId, event, at }: StoredEvent): Promise<void> => {
  const { db, jobs } = services;
  if (event.kind === "status-changed" && event.to === "executing") {
    await jobs.sendAll(provisionQueue, [{ tenantId, orderId, round: id, tries: 1 }]);
    return;
  }
  const row = await db.selectFrom("orders").select("document").where("id", "=", orderId).executeTakeFirst();
  const settings = row && (await fulfilmentSettingsOf(db, tenantId, row.document));
  if (row === undefined || settings === undefined) return;
  const isFree = row.document.status === "not-needed";
  if (!isFree && event.kind === "order-placed") return;
  const startAfter = instantFromMillis(millisOf(at) + (isFree ? 0 : settings.graceMinutes * 60_000));
  await jobs.sendAll(checkQueue, [{ tenantId, orderId }], { startAfter });
};

const check = async (services: Services, subject: OrderKey): Promise<void> => {
  const checked = await checkOrder(services, subject, { trigger: "grace-over" });
  // Nothing that depends on an order can object to its first execution.
  if (!checked.ok) throw new Error(`An approved order cannot go on: ${checked.error.code}`);
  const { again: startAfter } = checked.value;
  if (startAfter !== undefined) await services.jobs.sendAll(checkQueue, [subject], { startAfter });
};

/** Registers the background work of fulfilment. */
export const registerFulfilment = async (services: Services): Promise<void> => {
  const { jobs } = services;
  await jobs.work(fulfilmentSubscriber.queue, (event) => goOn(services, event));
  await jobs.work(checkQueue, (subject) => check(services, subject));
  await jobs.work(provisionQueue, (job) => provision(services, job));
};
