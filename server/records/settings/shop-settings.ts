import type { ShopSettings } from "@countersign/shared/domain/shop-account.ts";
import { defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";

import type { Tx } from "#server/foundation/db/database.ts";

import { findSetting } from "./settings-store.ts";

/** What a tenant's web store allows; the defaults if nothing is set. */
export const shopSettingsOf = async (tx: Tx, tenantId: string): Promise<ShopSettings> =>
  (await findSetting(tx, tenantId, "shop-settings", tenantId)) ?? defaultShopSettings;
