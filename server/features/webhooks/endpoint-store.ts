import { z } from "zod";

import type { Endpoint } from "@countersign/shared/contract/api/webhooks.ts";
import { endpointSchema } from "@countersign/shared/contract/api/webhooks.ts";
import { orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";

import type { EndpointSecret } from "./endpoint.ts";
import { endpointSecretSchema } from "./endpoint.ts";

interface WebhookEndpointTable {
  id: string;
  tenant_id: string;
  organisation_id: OrganisationId;
  /** Checked by its schema before use, like the secrets. */
  document: Document<unknown>;
  secrets: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    webhook_endpoints: WebhookEndpointTable;
  }
}

/** An endpoint as stored, with its keys. */
export interface StoredEndpoint {
  readonly id: string;
  readonly tenantId: string;
  readonly organisationId: OrganisationId;
  readonly endpoint: Endpoint;
  readonly secrets: readonly EndpointSecret[];
}

const secretsSchema = z.array(endpointSecretSchema).min(1);

/** The sealed part of an endpoint; without a key to seal it, both fields are stored plain in their own columns. */
const confidentialSchema = z.strictObject({
  secrets: secretsSchema,
  authorization: endpointSchema.shape.authorization,
});

const columns = ["id", "tenant_id", "organisation_id", "document", "secrets"] as const;

interface Row {
  id: string;
  tenant_id: string;
  organisation_id: OrganisationId;
  document: unknown;
  secrets: unknown;
}

const placeOf = (id: string): string => `webhook endpoint ${id}`;

const fromRow = (vault: Vault, row: Row): StoredEndpoint => {
  const { id, tenant_id: tenantId, organisation_id: organisationId, document, secrets } = row;
  const common = { id, tenantId, organisationId };
  const endpoint = endpointSchema.parse(document);
  if (typeof secrets !== "string") return { ...common, endpoint, secrets: secretsSchema.parse(secrets) };
  const { authorization, ...opened } = confidentialSchema.parse(JSON.parse(vault.open(secrets, placeOf(id))));
  return { ...common, ...opened, endpoint: { ...endpoint, ...(authorization === undefined ? {} : { authorization }) } };
};

const contentOf = (vault: Vault, { id, endpoint, secrets }: StoredEndpoint) => {
  if (!vault.hasKey) return { document: JSON.stringify(endpoint), secrets: JSON.stringify(secrets) };
  const { authorization, ...document } = endpoint;
  const confidential = { secrets, ...(authorization === undefined ? {} : { authorization }) };
  return {
    document: JSON.stringify(document),
    secrets: JSON.stringify(vault.seal(JSON.stringify(confidential), placeOf(id))),
  };
};

export const insertEndpoint = async (vault: Vault, db: Database, stored: StoredEndpoint): Promise<void> => {
  await db
    .insertInto("webhook_endpoints")
    .values({
      id: stored.id,
      tenant_id: stored.tenantId,
      organisation_id: stored.organisationId,
      ...contentOf(vault, stored),
    })
    .execute();
};

/** The tenants that have an endpoint. */
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
  vault: Vault,
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
  return rows.map((row) => fromRow(vault, row));
};

export const findEndpoint = async (
  vault: Vault,
  db: Database | Tx,
  id: string,
): Promise<StoredEndpoint | undefined> => {
  const row = await db.selectFrom("webhook_endpoints").select(columns).where("id", "=", id).executeTakeFirst();
  return row && fromRow(vault, row);
};

/** The organisation's own endpoint; any other is not found. */
export const findOwnEndpoint = async (
  vault: Vault,
  db: Database | Tx,
  id: string,
  organisationId: OrganisationId,
): Promise<Result<StoredEndpoint, Refusal<"not-found">>> => {
  const stored = await findEndpoint(vault, db, id);
  return orNotFound(stored?.organisationId === organisationId ? stored : undefined);
};

/** The organisation's own endpoint, locked. */
export const lockOwnEndpoint = async (
  vault: Vault,
  tx: Tx,
  id: string,
  organisationId: OrganisationId,
): Promise<Result<StoredEndpoint, Refusal<"not-found">>> => {
  const row = await tx
    .selectFrom("webhook_endpoints")
    .select(columns)
    .where("id", "=", id)
    .where("organisation_id", "=", organisationId)
    .forUpdate()
    .executeTakeFirst();
  return orNotFound(row && fromRow(vault, row));
};

export const storeEndpoint = async (vault: Vault, tx: Tx, stored: StoredEndpoint): Promise<void> => {
  await tx.updateTable("webhook_endpoints").set(contentOf(vault, stored)).where("id", "=", stored.id).execute();
};

/** Seals every endpoint that is stored plain or with an older key. @throws Error when one cannot be opened. */
export const sealEndpoints = async (tx: Tx, vault: Vault): Promise<void> => {
  const rows = await tx.selectFrom("webhook_endpoints").select(columns).forUpdate().execute();
  for (const row of rows) {
    const stored = fromRow(vault, row);
    if (typeof row.secrets === "string" ? !vault.isCurrent(row.secrets) : vault.hasKey)
      await storeEndpoint(vault, tx, stored);
  }
};
