import { inTransaction } from "#server/foundation/db/retry.ts";
import type { OrderEventKind, StoredEvent } from "#server/records/events/order-event.ts";
import { storedEventSchema } from "#server/records/events/order-event.ts";
import type { EventSubscriber } from "#server/records/events/subscriber.ts";
import type { Services } from "#server/records/services.ts";

import { deliveryQueue } from "./deliver.ts";
import type { Delivery } from "./delivery.ts";
import { endpointsOf, tenantsWithEndpoints } from "./endpoint-store.ts";
import { bodyOf, messagesFor } from "./messages.ts";

/** Events that concern only people, not systems. */
const untold: readonly OrderEventKind[] = ["comment-made", "people-asked"];

export const webhookSubscriber: EventSubscriber = {
  queue: {
    name: "webhooks-tell",
    payload: storedEventSchema,
    tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
  },
  wants: ({ kind }) => !untold.includes(kind),
  heard: async (tx, events) => {
    const tenants = await tenantsWithEndpoints(tx, [...new Set(events.map(({ tenantId }) => tenantId))]);
    return events.filter(({ tenantId }) => tenants.has(tenantId));
  },
};

/** Makes one delivery of each message for each endpoint that wants it, however often the event is handled. */
export const tellEndpoints = async (services: Services, stored: StoredEvent): Promise<void> => {
  const { db, ids, clock, jobs, vault } = services;
  await inTransaction(db, async (tx) => {
    const row = await tx.selectFrom("orders").select("document").where("id", "=", stored.orderId).executeTakeFirst();
    if (row === undefined) return;
    const messages = messagesFor(stored, row.document);
    const endpoints = await endpointsOf(vault, tx, [...new Set(messages.map(({ organisationId }) => organisationId))]);
    for (const message of messages)
      for (const { id: endpointId, organisationId, endpoint } of endpoints) {
        const { type } = message;
        if (organisationId !== message.organisationId || !endpoint.isEnabled || !endpoint.types.includes(type))
          continue;
        const delivery: Delivery = { type, body: bodyOf(message, stored.at), attempts: [], tries: 0 };
        const made = await tx
          .insertInto("webhook_deliveries")
          .values({
            id: `msg_${ids.next()}`,
            endpoint_id: endpointId,
            cause: `${type} of event ${stored.id}`,
            state: "waiting",
            created_at: clock.now(),
            document: JSON.stringify(delivery),
          })
          .onConflict((conflict) => conflict.columns(["endpoint_id", "cause"]).doNothing())
          .returning("id")
          .executeTakeFirst();
        if (made !== undefined) await jobs.sendAll(deliveryQueue, [{ deliveryId: made.id, endpointId }], { tx });
      }
  });
};
