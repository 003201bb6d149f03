import { createHash, randomBytes } from "node:crypto";

import type { Instant } from "#shared/domain/instant.ts";

import type { Database, Tx } from "#server/db/database.ts";
import type { Document } from "#server/db/schema.ts";

/** A link that was mailed: whoever has its secret may do one thing. */
interface LinkTable {
  /** SHA-256 of the secret. */
  hash: string;
  tenant_id: string;
  purpose: string;
  subject_id: string;
  expires_at: Instant;
  used_at: Instant | null;
  document: Document<unknown>;
}

declare module "#server/db/schema.ts" {
  interface Schema {
    links: LinkTable;
  }
}

/** What a link lets its holder do: fill in one inquiry, or set one person's password. */
export type LinkPurpose = "inquiry" | "password";

/** 256 random bits; nobody guesses one, so a plain hash protects it as well as a slow one would. */
export const newLinkSecret = (): string => randomBytes(32).toString("base64url");

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export interface NewLink {
  /** From {@link newLinkSecret}; it is kept nowhere but in the mail. */
  readonly secret: string;
  readonly tenantId: string;
  readonly purpose: LinkPurpose;
  /** The one document or person that it is about. */
  readonly subjectId: string;
  readonly expiresAt: Instant;
  /** What its purpose keeps with it, read by a schema of its own. */
  readonly document: unknown;
}

export const keepLink = async (
  tx: Tx,
  { secret, tenantId, purpose, subjectId, expiresAt, document }: NewLink,
): Promise<void> => {
  await tx
    .insertInto("links")
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

/** A link that somebody came with. */
export interface Link {
  readonly hash: string;
  readonly tenantId: string;
  readonly subjectId: string;
  readonly document: unknown;
}

/** The link behind a secret, for this purpose, neither used nor expired. */
export const findLink = async (
  db: Database | Tx,
  { purpose, secret, now }: { readonly purpose: LinkPurpose; readonly secret: string; readonly now: Instant },
): Promise<Link | undefined> => {
  const row = await db
    .selectFrom("links")
    .select(["hash", "tenant_id", "subject_id", "document"])
    .where("hash", "=", hashOf(secret))
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row && { hash: row.hash, tenantId: row.tenant_id, subjectId: row.subject_id, document: row.document };
};

/** Ends every link to the subject, with the one that was used: what they were for is done. */
export const endLinks = async (
  tx: Tx,
  { purpose, subjectId, at }: { readonly purpose: LinkPurpose; readonly subjectId: string; readonly at: Instant },
): Promise<void> => {
  await tx
    .updateTable("links")
    .set({ used_at: at })
    .where("purpose", "=", purpose)
    .where("subject_id", "=", subjectId)
    .where("used_at", "is", null)
    .execute();
};

/** Forgets links that have expired. */
export const forgetLinks = async (db: Database, now: Instant): Promise<void> => {
  await db.deleteFrom("links").where("expires_at", "<", now).execute();
};
