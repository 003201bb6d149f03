import { deliveryStateSchema } from "@countersign/shared/contract/api/webhooks.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { deliveryQueue } from "./deliver.ts";
import { deliverySchema } from "./delivery.ts";
import { findOwnEndpoint } from "./endpoint-store.ts";

interface WebhookDeliveryTable {
  /** The `webhook-id`. */
  id: string;
  endpoint_id: string;
  /** The event and the type of the message: an endpoint gets one message for each cause. */
  cause: string;
  state: string;
  created_at: Instant;
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    webhook_deliveries: WebhookDeliveryTable;
  }
}

interface PageQuery {
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Newest first, starting after `before`; sorted like the index, so that a long log costs no more. */
const pageOf = async ({ db }: Services, endpointId: string, { before, limit }: PageQuery) => {
  const all = db
    .selectFrom("webhook_deliveries")
    .select(["id", "state", "created_at", "document"])
    .where("endpoint_id", "=", endpointId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit);
  if (before === undefined) return all.execute();
  const from = await db
    .selectFrom("webhook_deliveries")
    .select("created_at")
    .where("id", "=", before)
    .executeTakeFirst();
  if (from === undefined) return [];
  return all
    .where("created_at", "<=", from.created_at)
    .where((delivery) => delivery.or([delivery("created_at", "<", from.created_at), delivery("id", ">", before)]))
    .execute();
};

/** The deliveries to one of the organisation's endpoints. */
export const deliveriesOf = async (
  services: Services,
  { person }: Actor,
  endpointId: string,
  { before, limit }: PageQuery,
) => {
  const own = await findOwnEndpoint(services.vault, services.db, endpointId, person.organisationId);
  if (!own.ok) return own;
  const rows = await pageOf(services, endpointId, { before, limit: limit + 1 });
  const page = rows.slice(0, limit).map(({ id, state, created_at: createdAt, document }) => {
    const { type, attempts } = deliverySchema.parse(document);
    return { id, type, state: deliveryStateSchema.parse(state), createdAt, attempts };
  });
  const last = page.at(-1);
  return ok({ deliveries: page, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) });
};

/** Sends a message again, with as many tries as the first time. */
export const redeliver = (
  { db, jobs }: Services,
  { person }: Actor,
  deliveryId: string,
  repeatable?: Repeatable,
): Promise<Result<null, RequestRefusal>> =>
  inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom("webhook_deliveries")
      .innerJoin("webhook_endpoints", "webhook_endpoints.id", "webhook_deliveries.endpoint_id")
      .select(["webhook_deliveries.document", "state", "endpoint_id"])
      .where("webhook_deliveries.id", "=", deliveryId)
      .where("organisation_id", "=", person.organisationId)
      .forUpdate("webhook_deliveries")
      .executeTakeFirst();
    if (row === undefined) return refuse("not-found");
    await repeatable?.keep(tx, { status: 202, body: null });
    if (row.state === "waiting") return ok(null);
    const document = JSON.stringify({ ...deliverySchema.parse(row.document), tries: 0 });
    await tx
      .updateTable("webhook_deliveries")
      .set({ state: "waiting", document })
      .where("id", "=", deliveryId)
      .execute();
    await jobs.sendAll(deliveryQueue, [{ deliveryId, endpointId: row.endpoint_id }], { tx });
    return ok(null);
  });
