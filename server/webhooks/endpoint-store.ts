import { z } from "zod";

import type { OrganisationId } from "#shared/domain/ids.ts";

import { HttpProblem } from "#server/api/problem.ts";
import type { Database, Tx } from "#server/db/database.ts";

import type { Endpoint, EndpointSecret } from "./endpoint.ts";
import { endpointSchema, endpointSecretSchema } from "./endpoint.ts";

/** An endpoint with its keys, as it is stored. */
export interface StoredEndpoint {
  readonly id: string;
  readonly tenantId: string;
  readonly organisationId: OrganisationId;
  readonly endpoint: Endpoint;
  readonly secrets: readonly EndpointSecret[];
}

const secretsSchema = z.array(endpointSecretSchema).min(1);

const columns = ["id", "tenant_id", "organisation_id", "document", "secrets"] as const;

interface Row {
  id: string;
  tenant_id: string;
  organisation_id: OrganisationId;
  document: unknown;
  secrets: unknown;
}

const fromRow = ({
  id,
  tenant_id: tenantId,
  organisation_id: organisationId,
  document,
  secrets,
}: Row): StoredEndpoint => ({
  id,
  tenantId,
  organisationId,
  endpoint: endpointSchema.parse(document),
  secrets: secretsSchema.parse(secrets),
});

export const insertEndpoint = async (db: Database, stored: StoredEndpoint): Promise<void> => {
  await db
    .insertInto("webhook_endpoints")
    .values({
      id: stored.id,
      tenant_id: stored.tenantId,
      organisation_id: stored.organisationId,
      document: JSON.stringify(stored.endpoint),
      secrets: JSON.stringify(stored.secrets),
    })
    .execute();
};

/** Those of the tenants that have an endpoint. */
export const tenantsWithEndpoints = async (tx: Tx, tenantIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await tx
    .selectFrom("webhook_endpoints")
    .select("tenant_id")
    .distinct()
    .where("tenant_id", "in", tenantIds)
    .execute();
  return new Set(rows.map(({ tenant_id: tenantId }) => tenantId));
};

export const endpointsOf = async (
  db: Database | Tx,
  organisations: readonly OrganisationId[],
): Promise<StoredEndpoint[]> => {
  if (organisations.length === 0) return [];
  const rows = await db
    .selectFrom("webhook_endpoints")
    .select(columns)
    .where("organisation_id", "in", [...organisations])
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
};

export const findEndpoint = async (db: Database | Tx, id: string): Promise<StoredEndpoint | undefined> => {
  const row = await db.selectFrom("webhook_endpoints").select(columns).where("id", "=", id).executeTakeFirst();
  return row && fromRow(row);
};

/** The organisation's own endpoint. @throws HttpProblem 404 for any other. */
export const findOwnEndpoint = async (
  db: Database | Tx,
  id: string,
  organisationId: OrganisationId,
): Promise<StoredEndpoint> => {
  const stored = await findEndpoint(db, id);
  if (stored?.organisationId !== organisationId) throw new HttpProblem(404, "not-found");
  return stored;
};

/** The same, locked. @throws HttpProblem 404 for any other. */
export const lockOwnEndpoint = async (tx: Tx, id: string, organisationId: OrganisationId): Promise<StoredEndpoint> => {
  const row = await tx
    .selectFrom("webhook_endpoints")
    .select(columns)
    .where("id", "=", id)
    .where("organisation_id", "=", organisationId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new HttpProblem(404, "not-found");
  return fromRow(row);
};

export const storeEndpoint = async (tx: Tx, { id, endpoint, secrets }: StoredEndpoint): Promise<void> => {
  await tx
    .updateTable("webhook_endpoints")
    .set({ document: JSON.stringify(endpoint), secrets: JSON.stringify(secrets) })
    .where("id", "=", id)
    .execute();
};
