import type { FulfillmentRequest, TierConfiguration, TierRequest } from "@countersign/shared/domain/tier.ts";
import type { TierDocuments } from "@countersign/shared/engine/tiers/outcome.ts";

import type { Tx } from "#server/foundation/db/database.ts";

interface Identified {
  readonly id: string;
}

/** The changes of documents of one kind. */
interface Difference<Document> {
  readonly added: readonly Document[];
  readonly changed: readonly Document[];
  readonly removed: readonly Document[];
}

/** The difference, by identity: the engine returns an unchanged document as the same object. */
const differenceOf = <Document extends Identified>(
  before: readonly Document[],
  after: readonly Document[],
): Difference<Document> => ({
  added: after.filter(({ id }) => !before.some((each) => each.id === id)),
  changed: after.filter((document) => before.some((each) => each.id === document.id && each !== document)),
  removed: before.filter(({ id }) => !after.some((each) => each.id === id)),
});

/** The changes of one step of the engine. */
export interface TierChanges {
  readonly configurations: Difference<TierConfiguration>;
  readonly requests: Difference<TierRequest>;
  readonly fulfillmentRequests: Difference<FulfillmentRequest>;
}

export const changesBetween = (before: TierDocuments, after: TierDocuments): TierChanges => ({
  configurations: differenceOf(before.configurations, after.configurations),
  requests: differenceOf(before.requests, after.requests),
  fulfillmentRequests: differenceOf(before.fulfillmentRequests, after.fulfillmentRequests),
});

const storeConfigurations = async (
  tx: Tx,
  tenantId: string,
  { added, changed }: TierChanges["configurations"],
): Promise<void> => {
  for (const configuration of added)
    await tx
      .insertInto("tier_configurations")
      .values({
        id: configuration.id,
        tenant_id: tenantId,
        vendor_id: configuration.vendor.id,
        distributor_id: configuration.distributor.id,
        account_id: configuration.account.id,
        product_id: configuration.product.id,
        revision: 1,
        document: JSON.stringify(configuration),
      })
      .execute();
  for (const configuration of changed)
    await tx
      .updateTable("tier_configurations")
      .set((row) => ({ document: JSON.stringify(configuration), revision: row("revision", "+", 1) }))
      .where("id", "=", configuration.id)
      .execute();
};

const storeRequests = async (
  tx: Tx,
  tenantId: string,
  { added, changed, removed }: TierChanges["requests"],
): Promise<void> => {
  for (const request of added)
    await tx
      .insertInto("tier_requests")
      .values({
        id: request.id,
        tenant_id: tenantId,
        configuration_id: request.configurationId,
        tier2_request_id: request.tier2RequestId ?? null,
        revision: 1,
        document: JSON.stringify(request),
      })
      .execute();
  for (const request of changed)
    await tx
      .updateTable("tier_requests")
      .set((row) => ({ document: JSON.stringify(request), revision: row("revision", "+", 1) }))
      .where("id", "=", request.id)
      .execute();
  for (const { id } of removed) await tx.deleteFrom("tier_requests").where("id", "=", id).execute();
};

const storeFulfillments = async (
  tx: Tx,
  tenantId: string,
  { added, changed, removed }: TierChanges["fulfillmentRequests"],
): Promise<void> => {
  for (const fulfillment of added) {
    await tx
      .insertInto("fulfillment_requests")
      .values({ tenant_id: tenantId, id: fulfillment.id, revision: 1, document: JSON.stringify(fulfillment) })
      .execute();
    await tx
      .insertInto("fulfillment_tiers")
      .values(
        fulfillment.tierRequestIds.map((tierRequestId) => ({
          tenant_id: tenantId,
          fulfillment_id: fulfillment.id,
          tier_request_id: tierRequestId,
        })),
      )
      .execute();
  }
  for (const fulfillment of changed)
    await tx
      .updateTable("fulfillment_requests")
      .set((row) => ({ document: JSON.stringify(fulfillment), revision: row("revision", "+", 1) }))
      .where("tenant_id", "=", tenantId)
      .where("id", "=", fulfillment.id)
      .execute();
  for (const { id } of removed)
    await tx.deleteFrom("fulfillment_requests").where("tenant_id", "=", tenantId).where("id", "=", id).execute();
};

/** Stores the changes; a configuration is removed after its requests (T07, T14). */
export const storeChanges = async (tx: Tx, tenantId: string, changes: TierChanges): Promise<void> => {
  await storeConfigurations(tx, tenantId, changes.configurations);
  await storeRequests(tx, tenantId, changes.requests);
  await storeFulfillments(tx, tenantId, changes.fulfillmentRequests);
  for (const { id } of changes.configurations.removed)
    await tx.deleteFrom("tier_configurations").where("id", "=", id).execute();
};
