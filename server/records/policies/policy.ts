import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";

/** The nearest policy: the customer's own, otherwise its reseller's, otherwise the network's. */
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

/**
 * The same for planning orders: without people who have left since it was written, or who no longer belong to the seller
 * whose rule names them. If nobody is left, planning refuses (I23).
 */
export const policyToPlanBy = async (
  db: Database | Tx,
  tenantId: string,
  nearestFirst: readonly OrganisationId[],
): Promise<ApprovalPolicy | undefined> => {
  const policy = await policyFor(db, tenantId, nearestFirst);
  const named = policy?.rules.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)) ?? [];
  if (policy === undefined || named.length === 0) return policy;
  const rows = await db
    .selectFrom("people")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .select(["people.id", "organisations.kind"])
    .where("people.id", "in", [...new Set(named)])
    .where("people.tenant_id", "=", tenantId)
    .where("people.is_active", "=", true)
    .execute();
  const kinds = new Map(rows.map(({ id, kind }) => [id, kind]));
  const rules = policy.rules.map((rule) => {
    const { role } = rule;
    const isSellers = role === "reseller" || role === "distributor";
    const candidates = rule.candidates.filter(({ personId }) =>
      isSellers ? kinds.get(personId) === role : kinds.has(personId),
    );
    return candidates.length === rule.candidates.length ? rule : { ...rule, candidates };
  });
  return { ...policy, rules };
};
