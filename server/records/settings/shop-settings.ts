import type { ShopSettings } from "@countersign/shared/domain/shop-account.ts";
import { defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";

import type { Tx } from "#server/foundation/db/database.ts";

import { findSetting } from "./settings-store.ts";

/** What the web store of a tenant allows; a store that says nothing allows what is usual. */
export const shopSettingsOf = async (tx: Tx, tenantId: string): Promise<ShopSettings> =>
  (await findSetting(tx, tenantId, "shop-settings", tenantId)) ?? defaultShopSettings;
