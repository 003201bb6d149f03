import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { TierConfiguration, TierConfigurationId, TierRequestId } from "@countersign/shared/domain/tier.ts";
import { tierConfigurationSchema } from "@countersign/shared/domain/tier.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";

import type { StoredTiers } from "./tier-store.ts";
import { loadTiers, lockTiers } from "./tier-store.ts";

/** The request or configuration that somebody acts on. */
export type TierSubject = { readonly requestId: TierRequestId } | { readonly configurationId: TierConfigurationId };

/** The subject itself, or the configuration of a request. Its companies and its product never change. */
export const configurationOf = async (
  db: Database | Tx,
  tenantId: string,
  subject: TierSubject,
): Promise<Result<TierConfiguration, Refusal<"not-found">>> => {
  const query = db.selectFrom("tier_configurations").select("tier_configurations.document");
  const row = await (
    "requestId" in subject
      ? query
          .innerJoin("tier_requests", "tier_requests.configuration_id", "tier_configurations.id")
          .where("tier_requests.id", "=", subject.requestId)
      : query.where("tier_configurations.id", "=", subject.configurationId)
  )
    .where("tier_configurations.tenant_id", "=", tenantId)
    .executeTakeFirst();
  return row === undefined ? refuse("not-found") : ok(tierConfigurationSchema.parse(row.document));
};

/**
 * All documents that concern the subject, locked until the transaction ends. A draft that was discarded during the wait
 * for the lock is not found.
 */
export const lockCase = async (
  tx: Tx,
  tenantId: string,
  { id, vendor, distributor, product }: TierConfiguration,
  subject: TierSubject,
): Promise<Result<StoredTiers, Refusal<"not-found">>> => {
  await lockTiers(tx, { tenantId, vendorId: vendor.id, distributorId: distributor.id, productId: product.id });
  const stored = await loadTiers(tx, tenantId, { configurations: [id] });
  const { configurations, requests } = stored.documents;
  const isThere =
    "requestId" in subject
      ? requests.some((request) => request.id === subject.requestId)
      : configurations.some((configuration) => configuration.id === id);
  return isThere ? ok(stored) : refuse("not-found");
};
