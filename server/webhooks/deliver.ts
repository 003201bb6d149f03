import { z } from "zod";

import type { Services } from "#server/api/services.ts";
import type { Tx } from "#server/db/database.ts";
import { inTransaction } from "#server/db/retry.ts";
import type { JobQueue } from "#server/jobs/jobs.ts";

import type { Delivery, DeliveryState } from "./delivery.ts";
import { deliverySchema } from "./delivery.ts";
import type { StoredEndpoint } from "./endpoint-store.ts";
import { findEndpoint, lockOwnEndpoint, storeEndpoint } from "./endpoint-store.ts";
import type { PostOptions, PostOutcome } from "./post.ts";
import { post } from "./post.ts";
import type { Consequence } from "./retry.ts";
import { consequenceOf } from "./retry.ts";
import { signedHeaders } from "./signature.ts";

/** One try of one message. The pauses between tries are the message's own, not the queue's. */
export const deliveryQueue: JobQueue<{ deliveryId: string }> = {
  name: "webhooks-deliver",
  payload: z.strictObject({ deliveryId: z.string().max(64) }),
  tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
};

interface Waiting {
  readonly id: string;
  readonly delivery: Delivery;
  readonly endpoint: StoredEndpoint;
}

const findWaiting = async ({ db }: Services, id: string): Promise<Waiting | undefined> => {
  const row = await db
    .selectFrom("webhook_deliveries")
    .select(["endpoint_id", "document"])
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  const endpoint = row && (await findEndpoint(db, row.endpoint_id));
  return endpoint && { id, delivery: deliverySchema.parse(row?.document), endpoint };
};

const storeDelivery = async (tx: Tx, id: string, state: DeliveryState, delivery: Delivery): Promise<void> => {
  await tx
    .updateTable("webhook_deliveries")
    .set({ state, document: JSON.stringify(delivery) })
    .where("id", "=", id)
    .execute();
};

/** Switches an endpoint off that wants no more, or that nothing reaches for days. */
const disable = async (tx: Tx, { id, organisationId }: StoredEndpoint, because: "gone" | "failing"): Promise<void> => {
  const stored = await lockOwnEndpoint(tx, id, organisationId);
  await storeEndpoint(tx, { ...stored, endpoint: { ...stored.endpoint, isEnabled: false, disabledBecause: because } });
};

const states = {
  delivered: "delivered",
  gone: "failed",
  "given-up": "failed",
  again: "waiting",
} as const satisfies Record<Consequence["next"], DeliveryState>;

const record = async (
  { db, jobs }: Services,
  { id, delivery, endpoint }: Waiting,
  consequence: Consequence,
): Promise<void> => {
  await inTransaction(db, async (tx) => {
    await storeDelivery(tx, id, states[consequence.next], delivery);
    if (consequence.next === "gone") await disable(tx, endpoint, "gone");
    if (consequence.next === "given-up") await disable(tx, endpoint, "failing");
    if (consequence.next === "again")
      await jobs.sendAll(deliveryQueue, [{ deliveryId: id }], { tx, startAfter: consequence.at });
  });
};

const tryOnce = async (services: Services, waiting: Waiting, options: PostOptions): Promise<PostOutcome> => {
  const { endpoint, secrets } = waiting.endpoint;
  const { body } = waiting.delivery;
  const headers = {
    ...signedHeaders(secrets, { id: waiting.id, at: services.clock.now(), body }),
    ...(endpoint.authorization === undefined ? {} : { authorization: endpoint.authorization }),
    "user-agent": "Countersign",
  };
  return post({ url: endpoint.url, headers, body }, options);
};

/**
 * Tries to deliver a message once and records what came of it, with the next try where there is one. A crash in between
 * sends the message again: receivers tell it by its id.
 */
export const deliver = async (services: Services, deliveryId: string, options: PostOptions): Promise<void> => {
  const waiting = await findWaiting(services, deliveryId);
  if (waiting === undefined) return;
  const { delivery, endpoint } = waiting;
  if (!endpoint.endpoint.isEnabled) {
    await inTransaction(services.db, (tx) => storeDelivery(tx, deliveryId, "dropped", delivery));
    return;
  }
  const startedAt = performance.now();
  const outcome = await tryOnce(services, waiting, options);
  const millis = Math.round(performance.now() - startedAt);
  const at = services.clock.now();
  const result = "status" in outcome ? { status: outcome.status } : { error: outcome.error };
  const tries = delivery.tries + 1;
  const tried: Delivery = { ...delivery, tries, attempts: [...delivery.attempts, { at, ...result, millis }] };
  await record(services, { ...waiting, delivery: tried }, consequenceOf(outcome, tries, at));
};
