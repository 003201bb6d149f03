import type { OrganisationId } from "#shared/domain/ids.ts";
import type { ApprovalPolicy } from "#shared/domain/policy.ts";

import type { Database, Tx } from "#server/db/database.ts";

/** The nearest policy: the customer's own, else its reseller's, else the network's. */
export const policyFor = async (
  db: Database | Tx,
  tenantId: string,
  nearestFirst: readonly OrganisationId[],
): Promise<ApprovalPolicy | undefined> => {
  const rows = await db
    .selectFrom("policies")
    .innerJoin("tenants", "tenants.id", "policies.tenant_id")
    .select(["policies.document", "tenants.default_policy_id"])
    .where("tenants.id", "=", tenantId)
    .where((policy) =>
      policy.or([
        policy("policies.organisation_id", "in", [...nearestFirst]),
        policy("policies.id", "=", policy.ref("tenants.default_policy_id")),
      ]),
    )
    .execute();
  const own = nearestFirst.flatMap((id) => rows.find(({ document }) => document.organisationId === id) ?? []);
  const byDefault = rows.find(({ document, default_policy_id: id }) => document.id === id);
  return (own[0] ?? byDefault)?.document;
};
