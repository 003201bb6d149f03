import type { Person } from "#shared/domain/people.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import type { AuthorizerRefusal } from "#shared/engine/authorizers/check-change.ts";
import { checkAuthorizers } from "#shared/engine/authorizers/check-change.ts";
import { sql } from "kysely";

import type { Tx } from "#server/db/database.ts";
import { accountsOf, findSetting } from "#server/settings/settings-store.ts";

/**
 * What still needs this person as an authorizer, so that they cannot be deactivated (S56, S58); `undefined` for people
 * without a shop account and for those who can be spared.
 */
export const authorizerDuty = async (
  tx: Tx,
  tenantId: string,
  { id }: Person,
): Promise<AuthorizerRefusal | undefined> => {
  const before = await findSetting(tx, tenantId, "shop-account", id);
  if (before === undefined) return undefined;
  const { accountId } = before;
  const pending = await tx
    .selectFrom("orders")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where(sql<string>`document #>> '{customer,organisationId}'`, "=", accountId)
    .where(sql<string>`document ->> 'status'`, "=", "pending")
    .execute();
  return checkAuthorizers(
    { before, after: { ...before, isActivated: false } },
    {
      accounts: await accountsOf(tx, tenantId, accountId),
      orders: pending.map(({ document }) => document),
      policy: (await findSetting(tx, tenantId, "authorization-policy", accountId)) ?? defaultAuthorizationPolicy,
    },
  );
};
