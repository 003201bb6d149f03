import type { OrganisationId, PolicyId } from "@countersign/shared/domain/ids.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

interface PolicyTable {
  id: PolicyId;
  tenant_id: string;
  organisation_id: OrganisationId;
  document: Document<ApprovalPolicy>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    policies: PolicyTable;
  }
}

/** Stores an organisation's policy, replacing the previous one. */
export const storePolicy = async (tx: Tx, tenantId: string, policy: ApprovalPolicy): Promise<void> => {
  const { id, organisationId: organisation_id } = policy;
  const document = JSON.stringify(policy);
  await tx
    .insertInto("policies")
    .values({ id, tenant_id: tenantId, organisation_id, document })
    .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet({ document }))
    .execute();
};

/** A policy as it is stored. */
export interface StoredPolicy {
  readonly policy: ApprovalPolicy;
  /** Whether it is the policy of all companies without one. */
  readonly isNetworks: boolean;
}

export const dropPolicy = async (tx: Tx, id: PolicyId): Promise<void> => {
  await tx.deleteFrom("policies").where("id", "=", id).execute();
};

/** The organisation's own policy. */
export const ownPolicy = async (
  db: Database | Tx,
  tenantId: string,
  organisationId: OrganisationId,
): Promise<StoredPolicy | undefined> => {
  const row = await db
    .selectFrom("policies")
    .innerJoin("tenants", "tenants.id", "policies.tenant_id")
    .select(["policies.document", "tenants.default_policy_id"])
    .where("policies.tenant_id", "=", tenantId)
    .where("policies.organisation_id", "=", organisationId)
    .executeTakeFirst();
  return row && { policy: row.document, isNetworks: row.document.id === row.default_policy_id };
};
