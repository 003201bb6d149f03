import { z } from "zod";

import type { DeliveryState, Endpoint } from "@countersign/shared/contract/api/webhooks.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";
import type { Services } from "#server/records/services.ts";

import type { Delivery } from "./delivery.ts";
import { deliverySchema, withAttempt } from "./delivery.ts";
import type { StoredEndpoint } from "./endpoint-store.ts";
import { findEndpoint, lockOwnEndpoint, storeEndpoint } from "./endpoint-store.ts";
import type { PostOptions, PostOutcome } from "./post.ts";
import { post } from "./post.ts";
import type { NextDelivery } from "./retry.ts";
import { nextDeliveryOf } from "./retry.ts";
import { signedHeaders } from "./signature.ts";

interface DeliveryJob {
  readonly deliveryId: string;
  readonly endpointId: string;
}

/** One try of one message. The message sets the pauses between tries, not the queue. */
export const deliveryQueue: JobQueue<DeliveryJob> = {
  name: "webhooks-deliver",
  payload: z.strictObject({ deliveryId: z.string().max(64), endpointId: z.string().max(64) }),
  tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
  parallel: { atOnce: 8, ofOneGroup: 2, groupOf: ({ endpointId }) => endpointId },
};

interface Waiting {
  readonly id: string;
  readonly createdAt: Instant;
  readonly delivery: Delivery;
  readonly endpoint: StoredEndpoint;
}

const findWaiting = async ({ db, vault }: Services, id: string): Promise<Waiting | undefined> => {
  const row = await db
    .selectFrom("webhook_deliveries")
    .select(["endpoint_id", "created_at", "document"])
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  const endpoint = row && (await findEndpoint(vault, db, row.endpoint_id));
  if (row === undefined || endpoint === undefined) return undefined;
  return { id, createdAt: row.created_at, delivery: deliverySchema.parse(row.document), endpoint };
};

const storeDelivery = async (tx: Tx, id: string, state: DeliveryState, delivery: Delivery): Promise<void> => {
  await tx
    .updateTable("webhook_deliveries")
    .set({ state, document: JSON.stringify(delivery) })
    .where("id", "=", id)
    .execute();
};

const changeEndpoint = async (
  vault: Vault,
  tx: Tx,
  { id, organisationId }: StoredEndpoint,
  change: Partial<Endpoint>,
): Promise<void> => {
  const locked = await lockOwnEndpoint(vault, tx, id, organisationId);
  // The endpoint was removed meanwhile, and its messages with it.
  if (!locked.ok) return;
  const { value: stored } = locked;
  await storeEndpoint(vault, tx, { ...stored, endpoint: { ...stored.endpoint, ...change } });
};

/** Whether this or a later message was delivered: then the message is at fault, not the receiver. */
const isReached = async (tx: Tx, { createdAt, endpoint }: Waiting): Promise<boolean> => {
  const row = await tx
    .selectFrom("webhook_deliveries")
    .select("id")
    .where("endpoint_id", "=", endpoint.id)
    .where("created_at", ">=", createdAt)
    .where("state", "=", "delivered")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

const states = {
  delivered: "delivered",
  gone: "failed",
  "given-up": "failed",
  again: "waiting",
} as const satisfies Record<NextDelivery["next"], DeliveryState>;

/** Records the outcome of a try. Disables an endpoint that wants no more messages, or that none has reached for days. */
const record = async ({ db, jobs, vault }: Services, waiting: Waiting, consequence: NextDelivery): Promise<void> => {
  const { id, delivery, endpoint } = waiting;
  await inTransaction(db, async (tx) => {
    await storeDelivery(tx, id, states[consequence.next], delivery);
    if (consequence.next === "gone")
      await changeEndpoint(vault, tx, endpoint, { isEnabled: false, disabledBecause: "gone" });
    if (consequence.next === "given-up" && !(await isReached(tx, waiting)))
      await changeEndpoint(vault, tx, endpoint, { isEnabled: false, disabledBecause: "failing" });
    if (consequence.next !== "again") return;
    const { at, holdUntil } = consequence;
    if (holdUntil !== undefined) await changeEndpoint(vault, tx, endpoint, { holdUntil });
    await jobs.sendAll(deliveryQueue, [{ deliveryId: id, endpointId: endpoint.id }], { tx, startAfter: at });
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
 * Tries to deliver a message once and records the outcome, with the next try if there is one. After a crash in between,
 * the message is sent again: receivers recognize it by its id.
 */
export const deliver = async (services: Services, deliveryId: string, options: PostOptions): Promise<void> => {
  const waiting = await findWaiting(services, deliveryId);
  if (waiting === undefined) return;
  const { delivery, endpoint } = waiting;
  const { isEnabled, holdUntil } = endpoint.endpoint;
  if (!isEnabled) {
    await inTransaction(services.db, (tx) => storeDelivery(tx, deliveryId, "dropped", delivery));
    return;
  }
  if (holdUntil !== undefined && services.clock.now() < holdUntil) {
    await services.jobs.sendAll(deliveryQueue, [{ deliveryId, endpointId: endpoint.id }], { startAfter: holdUntil });
    return;
  }
  const startedAt = performance.now();
  const outcome = await tryOnce(services, waiting, options);
  const millis = Math.round(performance.now() - startedAt);
  const at = services.clock.now();
  const result = "status" in outcome ? { status: outcome.status } : { error: outcome.error };
  const tried = withAttempt(delivery, { at, ...result, millis });
  const consequence = nextDeliveryOf(outcome, tried.tries, at);
  services.metrics.webhookTries.inc({ outcome: consequence.next });
  await record(services, { ...waiting, delivery: tried }, consequence);
};
