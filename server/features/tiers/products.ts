import type { TierProduct } from "@countersign/shared/contract/api/tier-documents.ts";
import { tierProductSchema } from "@countersign/shared/contract/api/tier-documents.ts";
import type { TierConfiguration } from "@countersign/shared/domain/tier.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

interface TierProductTable {
  tenant_id: string;
  vendor_id: string;
  id: string;
  /** Checked by its schema before use, like all documents about tiers. */
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    tier_products: TierProductTable;
  }
}

export const putProduct = async (
  db: Database,
  { tenantId, vendorId }: { readonly tenantId: string; readonly vendorId: string },
  product: TierProduct,
): Promise<void> => {
  const document = JSON.stringify(tierProductSchema.parse(product));
  await db
    .insertInto("tier_products")
    .values({ tenant_id: tenantId, vendor_id: vendorId, id: product.id, document })
    .onConflict((conflict) => conflict.columns(["tenant_id", "vendor_id", "id"]).doUpdateSet({ document }))
    .execute();
};

/** A vendor's products, by their ids. */
export const productsOf = async (db: Database, tenantId: string, vendorId: string): Promise<TierProduct[]> => {
  const rows = await db
    .selectFrom("tier_products")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("vendor_id", "=", vendorId)
    .orderBy("id")
    .execute();
  return rows.map(({ document }) => tierProductSchema.parse(document));
};

/** The product's capabilities; none if its vendor has set none. */
export const capabilitiesOf = async (
  tx: Tx,
  tenantId: string,
  { vendor, product }: Pick<TierConfiguration, "vendor" | "product">,
): Promise<readonly string[]> => {
  const row = await tx
    .selectFrom("tier_products")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where("vendor_id", "=", vendor.id)
    .where("id", "=", product.id)
    .executeTakeFirst();
  return row === undefined ? [] : tierProductSchema.parse(row.document).capabilities;
};
