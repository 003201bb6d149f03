import { sql } from "kysely";

import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

import type { Setting, SettingDocument, SettingKind } from "./setting-kinds.ts";
import { parseSetting } from "./setting-kinds.ts";

interface SettingTable {
  tenant_id: string;
  kind: SettingKind;
  owner_id: string;
  /** Not trusted until checked by the schema of its kind. */
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    settings: SettingTable;
  }
}

/** Stores a setting, replacing the previous one. */
export const putSetting = async (tx: Tx, tenantId: string, { kind, ownerId, document }: Setting): Promise<void> => {
  const text = JSON.stringify(parseSetting(kind, document));
  await tx
    .insertInto("settings")
    .values({ tenant_id: tenantId, kind, owner_id: ownerId, document: text })
    .onConflict((conflict) => conflict.columns(["tenant_id", "kind", "owner_id"]).doUpdateSet({ document: text }))
    .execute();
};

export const findSetting = async <Kind extends SettingKind>(
  tx: Database | Tx,
  tenantId: string,
  kind: Kind,
  ownerId: string,
): Promise<SettingDocument<Kind> | undefined> => {
  const row = await tx
    .selectFrom("settings")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("kind", "=", kind)
    .where("owner_id", "=", ownerId)
    .executeTakeFirst();
  return row && parseSetting(kind, row.document);
};

/** All accounts of one ERP customer (S13), by their ids. */
export const accountsOf = async (
  tx: Database | Tx,
  tenantId: string,
  accountId: OrganisationId,
): Promise<ShopAccount[]> => {
  const rows = await tx
    .selectFrom("settings")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("kind", "=", "shop-account")
    .where(sql<string>`document ->> 'accountId'`, "=", accountId)
    .orderBy("owner_id")
    .execute();
  return rows.map(({ document }) => parseSetting("shop-account", document));
};
