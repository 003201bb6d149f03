import type { Person } from "@countersign/shared/domain/people.ts";
import type { AuthorizerRefusal } from "@countersign/shared/engine/planning/authorizers/check-change.ts";
import { checkAuthorizers } from "@countersign/shared/engine/planning/authorizers/check-change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import { companyOf } from "./company.ts";

/**
 * What still needs this person as an authorizer, so that they cannot be deactivated (S56, S58); `undefined` if nothing
 * does, or if they have no shop account.
 */
export const authorizerDuty = async (
  tx: Tx,
  tenantId: string,
  { id }: Person,
): Promise<AuthorizerRefusal | undefined> => {
  const before = await findSetting(tx, tenantId, "shop-account", id);
  if (before === undefined) return undefined;
  const after = { ...before, isActivated: false };
  return checkAuthorizers({ before, after }, await companyOf(tx, tenantId, before.accountId));
};
