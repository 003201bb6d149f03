import { sql } from "kysely";

import type {
  FulfillmentRequestId,
  TierConfiguration,
  TierConfigurationId,
  TierRequest,
  TierRequestId,
} from "@countersign/shared/domain/tier.ts";
import {
  fulfillmentRequestSchema,
  tierConfigurationSchema,
  tierRequestSchema,
} from "@countersign/shared/domain/tier.ts";
import type { TierDocuments } from "@countersign/shared/engine/tiers/outcome.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

interface TierConfigurationTable {
  id: TierConfigurationId;
  tenant_id: string;
  /** The companies' numbers, as in the document. */
  vendor_id: string;
  distributor_id: string;
  account_id: string;
  product_id: string;
  revision: number;
  document: Document<unknown>;
}

interface TierRequestTable {
  id: TierRequestId;
  tenant_id: string;
  configuration_id: TierConfigurationId;
  tier2_request_id: TierRequestId | null;
  revision: number;
  document: Document<unknown>;
}

interface FulfillmentRequestTable {
  tenant_id: string;
  id: FulfillmentRequestId;
  revision: number;
  document: Document<unknown>;
}

interface FulfillmentTierTable {
  tenant_id: string;
  fulfillment_id: FulfillmentRequestId;
  tier_request_id: TierRequestId;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    tier_configurations: TierConfigurationTable;
    tier_requests: TierRequestTable;
    fulfillment_requests: FulfillmentRequestTable;
    fulfillment_tiers: FulfillmentTierTable;
  }
}

/** The documents of one case, with the revision of each. */
export interface StoredTiers {
  readonly documents: TierDocuments;
  readonly revisions: ReadonlyMap<string, number>;
}

/** The documents from which a case is loaded. */
export interface TierSeeds {
  readonly configurations?: readonly TierConfigurationId[];
  readonly requests?: readonly TierRequestId[];
  readonly fulfillmentRequests?: readonly FulfillmentRequestId[];
}

/** Identifies a case: those of other vendors, distributors and products are independent. */
export interface TierCaseKey {
  readonly tenantId: string;
  readonly vendorId: string;
  readonly distributorId: string;
  readonly productId: string;
}

/** Locks the tiers of a vendor's product at a distributor until the end of the transaction. */
export const lockTiers = (tx: Tx, { tenantId, vendorId, distributorId, productId }: TierCaseKey): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(["tiers", tenantId, vendorId, distributorId, productId])}, 0))`.execute(
    tx,
  );

const configurationsWith = async (db: Database | Tx, ids: readonly TierConfigurationId[]) => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("tier_configurations")
    .select(["document", "revision"])
    .where("id", "in", [...ids])
    .execute();
  return rows.map(({ document, revision }) => ({ document: tierConfigurationSchema.parse(document), revision }));
};

/** The requests with these ids, those of these configurations, and those of tier 1 that wait for one of these ids. */
const requestsAround = async (
  db: Database | Tx,
  ids: readonly TierRequestId[],
  configurations: readonly TierConfigurationId[],
) => {
  const rows = await db
    .selectFrom("tier_requests")
    .select(["document", "revision"])
    .where((row) =>
      row.or([
        row("id", "=", sql<TierRequestId>`any(${[...ids]}::text[])`),
        row("tier2_request_id", "=", sql<TierRequestId>`any(${[...ids]}::text[])`),
        row("configuration_id", "=", sql<TierConfigurationId>`any(${[...configurations]}::text[])`),
      ]),
    )
    .execute();
  return rows.map(({ document, revision }) => ({ document: tierRequestSchema.parse(document), revision }));
};

const fulfillmentsAround = async (
  db: Database | Tx,
  tenantId: string,
  ids: readonly FulfillmentRequestId[],
  requests: readonly TierRequestId[],
) => {
  const rows = await db
    .selectFrom("fulfillment_requests")
    .select(["document", "revision"])
    .where("tenant_id", "=", tenantId)
    .where((row) =>
      row.or([
        row("id", "=", sql<FulfillmentRequestId>`any(${[...ids]}::text[])`),
        row(
          "id",
          "in",
          row
            .selectFrom("fulfillment_tiers")
            .select("fulfillment_id")
            .where("tenant_id", "=", tenantId)
            .where("tier_request_id", "=", sql<TierRequestId>`any(${[...requests]}::text[])`),
        ),
      ]),
    )
    .execute();
  return rows.map(({ document, revision }) => ({ document: fulfillmentRequestSchema.parse(document), revision }));
};

const byAge = (left: TierRequest, right: TierRequest): number =>
  left.createdAt === right.createdAt ? (left.id < right.id ? -1 : 1) : left.createdAt < right.createdAt ? -1 : 1;

const byId = <Document extends { readonly id: string }>(left: Document, right: Document): number =>
  left.id < right.id ? -1 : 1;

/** The documents found so far. */
class Search {
  readonly configurations = new Map<TierConfigurationId, TierConfiguration>();
  readonly requests = new Map<TierRequestId, TierRequest>();
  readonly fulfillments = new Map<FulfillmentRequestId, TierDocuments["fulfillmentRequests"][number]>();
  readonly revisions = new Map<string, number>();

  keep<Id extends string, Document extends { readonly id: Id }>(
    known: Map<Id, Document>,
    found: readonly { readonly document: Document; readonly revision: number }[],
  ): Document[] {
    const added = found.filter(({ document: { id } }) => !known.has(id));
    for (const { document, revision } of added) {
      known.set(document.id, document);
      this.revisions.set(document.id, revision);
    }
    return added.map(({ document }) => document);
  }
}

/**
 * Every document that is connected with the seeds: the requests of each configuration, the tier above and the requests
 * that wait for it, and the fulfillment requests with all that they wait for. The engine decides by these; to write, call
 * this under {@link lockTiers}.
 */
export const loadTiers = async (db: Database | Tx, tenantId: string, seeds: TierSeeds): Promise<StoredTiers> => {
  const search = new Search();
  let configurationIds = [...(seeds.configurations ?? [])];
  let requestIds = [...(seeds.requests ?? [])];
  let fulfillmentIds = [...(seeds.fulfillmentRequests ?? [])];
  while (configurationIds.length + requestIds.length + fulfillmentIds.length > 0) {
    const configurations = search.keep(search.configurations, await configurationsWith(db, configurationIds));
    const requests = search.keep(
      search.requests,
      await requestsAround(
        db,
        requestIds,
        configurations.map(({ id }) => id),
      ),
    );
    const fulfillments = search.keep(
      search.fulfillments,
      await fulfillmentsAround(
        db,
        tenantId,
        fulfillmentIds,
        requests.map(({ id }) => id),
      ),
    );
    fulfillmentIds = [];
    configurationIds = [
      ...configurations.flatMap(({ tier2ConfigurationId }) => tier2ConfigurationId ?? []),
      ...requests.map(({ configurationId }) => configurationId),
    ].filter((id) => !search.configurations.has(id));
    // Including the ones just found: the requests that wait for them are not known yet.
    requestIds = [
      ...requests.flatMap(({ id, tier2RequestId }) => [id, ...(tier2RequestId === undefined ? [] : [tier2RequestId])]),
      ...fulfillments.flatMap(({ tierRequestIds }) => tierRequestIds.filter((id) => !search.requests.has(id))),
    ];
  }
  return {
    documents: {
      configurations: [...search.configurations.values()].toSorted(byId),
      requests: [...search.requests.values()].toSorted(byAge),
      fulfillmentRequests: [...search.fulfillments.values()].toSorted(byId),
    },
    revisions: search.revisions,
  };
};
