import type { RemoteService } from "@countersign/shared/domain/fulfilment.ts";

import { openSecret, sealedService } from "#server/features/fulfilment/remote-service.ts";
import { sealEndpoints } from "#server/features/webhooks/endpoint-store.ts";
import type { Database, Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";
import { parseSetting } from "#server/records/settings/setting-kinds.ts";

/** Sealed under the newest key. @throws Error if this vault cannot open it. */
const renewed = (vault: Vault, service: RemoteService): RemoteService =>
  sealedService(vault, { ...service, secret: openSecret(vault, service) });

const sealExecution = async (tx: Tx, vault: Vault): Promise<void> => {
  const rows = await tx.selectFrom("settings").selectAll().where("kind", "=", "fulfilment").forUpdate().execute();
  for (const { tenant_id: tenantId, owner_id: ownerId, document } of rows) {
    const settings = parseSetting("fulfilment", document);
    const { connector, gateway } = settings;
    const services = [connector, gateway].filter((service) => service !== undefined);
    if (services.every(({ secret }) => vault.isCurrent(secret))) continue;
    const sealed = {
      ...settings,
      ...(connector === undefined ? {} : { connector: renewed(vault, connector) }),
      ...(gateway === undefined ? {} : { gateway: renewed(vault, gateway) }),
    };
    await tx
      .updateTable("settings")
      .set({ document: JSON.stringify(sealed) })
      .where("tenant_id", "=", tenantId)
      .where("kind", "=", "fulfilment")
      .where("owner_id", "=", ownerId)
      .execute();
  }
};

/**
 * Seals what is stored in plain text or under an older key, so that afterwards the newest key is enough.
 * @throws Error if something is sealed under a key that is not given; then nothing is changed.
 */
export const sealStored = async (db: Database, vault: Vault): Promise<void> => {
  await inTransaction(db, async (tx) => {
    await sealEndpoints(tx, vault);
    await sealExecution(tx, vault);
  });
};
