import { sql } from "kysely";

import type { TierReceipt } from "@countersign/shared/contract/api/tier-documents.ts";
import type { TierSetupRequest } from "@countersign/shared/contract/api/tiers.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { TierConfigurationId } from "@countersign/shared/domain/tier.ts";
import { setUpTiers } from "@countersign/shared/engine/tiers/set-up.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { addOrganisation, findOrganisation, lockMembers } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import type { TierAsked } from "./change-tiers.ts";
import { keepOutcome } from "./change-tiers.ts";
import { capabilitiesOf } from "./products.ts";
import { callerOf } from "./tier-caller.ts";
import { loadTiers, lockTiers } from "./tier-store.ts";

interface Company {
  readonly id: string;
  readonly name: string;
}

interface Obtained {
  readonly organisation: Organisation;
  readonly changes: readonly DocumentChange[];
}

/** The known company, or a new one, so that its people can sign in and see what concerns them. */
const obtainCompany = async (
  tx: Tx,
  { ids }: Services,
  { id: externalId, name }: Company,
  place: { readonly tenantId: string; readonly kind: "vendor" | "reseller"; readonly parentId: OrganisationId },
): Promise<Result<Obtained, RequestRefusal>> => {
  const { tenantId, kind, parentId } = place;
  const known = await findOrganisation(tx, tenantId, externalId);
  if (known !== undefined && known.kind !== kind)
    return malformed([
      { path: kind === "vendor" ? "vendor.id" : "tier.account.id", code: "not-of-kind", args: { kind } },
    ]);
  if (known !== undefined) return ok({ organisation: known, changes: [] });
  const organisation: Organisation = { id: organisationIdSchema.parse(ids.next()), name, kind, parentId, externalId };
  return ok({ organisation, changes: await addOrganisation(tx, tenantId, organisation) });
};

const obtainCompanies = async (
  tx: Tx,
  services: Services,
  tenantId: string,
  { request, distributor }: { readonly request: TierSetupRequest; readonly distributor: Organisation },
): Promise<Result<DocumentChange[], RequestRefusal>> => {
  await lockMembers(tx, tenantId);
  const place = { tenantId, parentId: distributor.id };
  const seller = await obtainCompany(tx, services, request.vendor, { ...place, kind: "vendor" });
  if (!seller.ok) return seller;
  const above = request.level === 1 && request.tier2?.kind === "new" ? request.tier2.tier.account : undefined;
  const second = above && (await obtainCompany(tx, services, above, { ...place, kind: "reseller" }));
  if (second?.ok === false) return second;
  const parentId = second?.value.organisation.id ?? distributor.id;
  const tier = await obtainCompany(tx, services, request.tier.account, { tenantId, kind: "reseller", parentId });
  if (!tier.ok) return tier;
  return ok([...seller.value.changes, ...(second?.value.changes ?? []), ...tier.value.changes]);
};

/** The configurations that the engine compares with: the same resellers' for the product, and the named tier 2. */
const seedsFor = async (
  tx: Tx,
  { tenantId, distributorId }: { readonly tenantId: string; readonly distributorId: string },
  request: TierSetupRequest,
): Promise<TierConfigurationId[]> => {
  const tier2 = request.level === 1 ? request.tier2 : undefined;
  const accounts = [request.tier.account.id, ...(tier2?.kind === "new" ? [tier2.tier.account.id] : [])];
  const known = tier2?.kind === "known" ? tier2.configurationId : undefined;
  const rows = await tx
    .selectFrom("tier_configurations")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("vendor_id", "=", request.vendor.id)
    .where("distributor_id", "=", distributorId)
    .where("product_id", "=", request.product.id)
    .where((row) =>
      row.or([
        row("account_id", "in", accounts),
        // Only a configuration of level 2 can be above another.
        row.and([row("id", "=", known ?? ("" as TierConfigurationId)), sql<boolean>`(document -> 'level')::int = 2`]),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
};

/**
 * Makes configurations and requests for an order of the caller, who must be the distributor (T01, T04, T12, T21). Unknown
 * vendors and resellers become companies of the network. Refused for a company of another kind, and if the engine refuses.
 */
export const setUp = (
  services: Services,
  { session, repeatable, status }: TierAsked,
  request: TierSetupRequest,
): Promise<Result<TierReceipt, RequestRefusal>> => {
  const { clock, ids } = services;
  const { tenantId, person } = session;
  return tryChanges<TierReceipt, RequestRefusal>(services, tenantId, async (tx) => {
    const { organisation, accountId } = await callerOf(tx, session);
    if (accountId === undefined || !may(person, "set-up-tiers", organisation))
      return refuse("tier-role-not-allowed", { role: organisation.kind, action: "set-up", allowed: "distributor" });
    await shareVisibility(tx, tenantId);
    const changes = await obtainCompanies(tx, services, tenantId, { request, distributor: organisation });
    if (!changes.ok) return changes;
    const { vendor: seller, product: sold } = request;
    await lockTiers(tx, { tenantId, vendorId: seller.id, distributorId: accountId, productId: sold.id });
    const before = await loadTiers(tx, tenantId, {
      configurations: await seedsFor(tx, { tenantId, distributorId: accountId }, request),
      fulfillmentRequests: [request.fulfillmentRequestId],
    });
    const at = clock.now();
    const actor = { role: "distributor", accountId } as const;
    const setup = {
      ...request,
      distributor: { id: accountId, name: organisation.name },
      capabilities: await capabilitiesOf(tx, tenantId, { vendor: seller, product: sold }),
      at,
    };
    const result = setUpTiers(before.documents, actor, setup, ids);
    if (!result.ok) return result;
    const step = { tenantId, actor: { ...actor, personId: person.id }, at };
    const receipt = await keepOutcome(tx, services, step, { before, outcome: result.value });
    await repeatable?.keep(tx, { status, body: receipt });
    return ok({ answer: receipt, changes: changes.value });
  });
};
