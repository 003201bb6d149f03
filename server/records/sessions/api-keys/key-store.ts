import type { ApiKey } from "@countersign/shared/contract/api/api-keys.ts";
import { apiKeySchema } from "@countersign/shared/contract/api/api-keys.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

import { hashOf } from "./secret.ts";

interface ApiKeyTable {
  id: string;
  tenant_id: string;
  organisation_id: OrganisationId;
  /** The person in whose name it acts. */
  person_id: PersonId;
  /** SHA-256 of the secret, which only the caller has. */
  hash: string;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    api_keys: ApiKeyTable;
  }
}

const kept = apiKeySchema.omit({ lastUsedAt: true, revokedAt: true });

/** A key to be stored, with its owner and the hash of its secret. */
export interface NewKey {
  readonly tenantId: string;
  readonly key: ApiKey;
  readonly hash: string;
}

export const insertKey = async (db: Database, { tenantId, key, hash }: NewKey): Promise<void> => {
  const { id, organisationId, personId } = key;
  await db
    .insertInto("api_keys")
    .values({
      id,
      tenant_id: tenantId,
      organisation_id: organisationId,
      person_id: personId,
      hash,
      document: JSON.stringify(kept.strip().parse(key)),
    })
    .execute();
};

const keyFrom = (row: { document: unknown; last_used_at: Instant | null; revoked_at: Instant | null }): ApiKey => ({
  ...kept.parse(row.document),
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
});

/** All keys of an organisation, including revoked ones, the newest first. */
export const keysOf = async (db: Database, organisationId: OrganisationId): Promise<ApiKey[]> => {
  const rows = await db
    .selectFrom("api_keys")
    .select(["document", "last_used_at", "revoked_at"])
    .where("organisation_id", "=", organisationId)
    .orderBy("id", "desc")
    .execute();
  return rows.map(keyFrom);
};

/** @returns false if the organisation has no such key. A key that is already revoked keeps its time. */
export const revokeKey = async (
  db: Database,
  { id, organisationId, at }: { id: string; organisationId: OrganisationId; at: Instant },
): Promise<boolean> => {
  const row = await db
    .updateTable("api_keys")
    .set((value) => ({ revoked_at: value.fn.coalesce("revoked_at", value.val(at)) }))
    .where("id", "=", id)
    .where("organisation_id", "=", organisationId)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
};

/** A key with the person in whose name it acts. */
export interface KnownKey {
  readonly key: ApiKey;
  readonly person: Person;
  readonly kind: Organisation["kind"];
  readonly tenantId: string;
  readonly epoch: string;
}

/** The key with this secret, if it is valid and its person is active and still in its organisation. */
export const findKey = async (db: Database, secret: string, now: Instant): Promise<KnownKey | undefined> => {
  const row = await db
    .selectFrom("api_keys as key")
    .innerJoin("people", "people.id", "key.person_id")
    .innerJoin("organisations", "organisations.id", "people.organisation_id")
    .innerJoin("tenants", "tenants.id", "people.tenant_id")
    .select(["key.document", "key.last_used_at", "key.revoked_at", "people.document as person"])
    .select(["organisations.kind", "people.tenant_id", "tenants.epoch"])
    .where("key.hash", "=", hashOf(secret))
    .where("key.revoked_at", "is", null)
    .where("people.is_active", "=", true)
    .whereRef("people.organisation_id", "=", "key.organisation_id")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const key = keyFrom(row);
  if (key.expiresAt !== undefined && key.expiresAt <= now) return undefined;
  return { key, person: row.person, kind: row.kind, tenantId: row.tenant_id, epoch: row.epoch };
};

const coarseMillis = 60 * 60 * 1_000;

/** Records the use of the key, at most once an hour: exact enough for finding unused ones, without a write per call. */
export const noteUse = async (db: Database, { id, lastUsedAt }: ApiKey, now: Instant): Promise<void> => {
  const longAgo = instantFromMillis(millisOf(now) - coarseMillis);
  if (lastUsedAt !== undefined && lastUsedAt > longAgo) return;
  await db.updateTable("api_keys").set({ last_used_at: now }).where("id", "=", id).execute();
};

/** Whether the person belongs to the organisation and may sign in. */
export const isActiveMember = async (db: Database, id: PersonId, organisationId: OrganisationId): Promise<boolean> => {
  const row = await db
    .selectFrom("people")
    .select("id")
    .where("id", "=", id)
    .where("organisation_id", "=", organisationId)
    .where("is_active", "=", true)
    .executeTakeFirst();
  return row !== undefined;
};
