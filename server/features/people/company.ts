import { sql } from "kysely";

import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { defaultAuthorizationPolicy } from "@countersign/shared/domain/shop-account.ts";
import type { Company } from "@countersign/shared/engine/planning/authorizers/check-change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { accountsOf, findSetting } from "#server/records/settings/settings-store.ts";

/** The company data that a change of its accounts is checked against (S56-S59). */
export const companyOf = async (tx: Tx, tenantId: string, accountId: OrganisationId): Promise<Company> => {
  const pending = await tx
    .selectFrom("orders")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where(sql<string>`document #>> '{customer,organisationId}'`, "=", accountId)
    .where(sql<string>`document ->> 'status'`, "=", "pending")
    .execute();
  return {
    accounts: await accountsOf(tx, tenantId, accountId),
    orders: pending.map(({ document }) => document),
    policy: (await findSetting(tx, tenantId, "authorization-policy", accountId)) ?? defaultAuthorizationPolicy,
  };
};
