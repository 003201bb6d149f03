import { createHash, randomBytes } from "node:crypto";

import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

/** A mailed link: the holder of its secret may do one thing. */
interface OneTimeLinkTable {
  /** SHA-256 of the secret. */
  hash: string;
  tenant_id: string;
  purpose: string;
  subject_id: string;
  expires_at: Instant;
  used_at: Instant | null;
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    one_time_links: OneTimeLinkTable;
  }
}

/** What a link lets its holder do: fill in one inquiry, or set one person's password. */
export type OneTimeLinkPurpose = "inquiry" | "password";

/** 256 random bits cannot be guessed, so a fast hash protects them as well as a slow one. */
export const newLinkSecret = (): string => randomBytes(32).toString("base64url");

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export interface NewOneTimeLink {
  /** From {@link newLinkSecret}; it is stored only in the mail. */
  readonly secret: string;
  readonly tenantId: string;
  readonly purpose: OneTimeLinkPurpose;
  /** The one document or person that it is about. */
  readonly subjectId: string;
  readonly expiresAt: Instant;
  /** Data for its purpose, which has its own schema for it. */
  readonly document: unknown;
}

export const storeOneTimeLink = async (
  tx: Tx,
  { secret, tenantId, purpose, subjectId, expiresAt, document }: NewOneTimeLink,
): Promise<void> => {
  await tx
    .insertInto("one_time_links")
    .values({
      hash: hashOf(secret),
      tenant_id: tenantId,
      purpose,
      subject_id: subjectId,
      expires_at: expiresAt,
      used_at: null,
      document: JSON.stringify(document),
    })
    .execute();
};

/** A link that somebody is using. */
export interface OneTimeLink {
  readonly hash: string;
  readonly tenantId: string;
  readonly subjectId: string;
  readonly document: unknown;
}

/** The link with this secret and purpose, if it is neither used nor expired. */
export const findOneTimeLink = async (
  db: Database | Tx,
  { purpose, secret, now }: { readonly purpose: OneTimeLinkPurpose; readonly secret: string; readonly now: Instant },
): Promise<OneTimeLink | undefined> => {
  const row = await db
    .selectFrom("one_time_links")
    .select(["hash", "tenant_id", "subject_id", "document"])
    .where("hash", "=", hashOf(secret))
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row && { hash: row.hash, tenantId: row.tenant_id, subjectId: row.subject_id, document: row.document };
};

/** Ends all links for the subject, including the used one: their purpose is fulfilled. */
export const endOneTimeLinks = async (
  tx: Tx,
  {
    purpose,
    subjectId,
    at,
  }: { readonly purpose: OneTimeLinkPurpose; readonly subjectId: string; readonly at: Instant },
): Promise<void> => {
  await tx
    .updateTable("one_time_links")
    .set({ used_at: at })
    .where("purpose", "=", purpose)
    .where("subject_id", "=", subjectId)
    .where("used_at", "is", null)
    .execute();
};

/** Deletes expired links. */
export const forgetOneTimeLinks = async (db: Database, now: Instant): Promise<void> => {
  await db.deleteFrom("one_time_links").where("expires_at", "<", now).execute();
};
