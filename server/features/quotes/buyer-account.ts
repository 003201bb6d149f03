import type { Person } from "@countersign/shared/domain/people.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

/** The person's shop account; somebody without one orders like a regular customer (S04). */
export const accountOf = async (tx: Tx, tenantId: string, person: Person): Promise<ShopAccount> => {
  const { id, name, email, organisationId, isActive } = person;
  const account = await findSetting(tx, tenantId, "shop-account", id);
  return account ?? { kind: "regular", id, name, email, accountId: organisationId, isActivated: isActive };
};
