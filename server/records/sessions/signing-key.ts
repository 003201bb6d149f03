import { sql } from "kysely";
import type { CryptoKey, JWK } from "jose";
import { exportJWK, generateKeyPair, importJWK } from "jose";

import type { Clock, Instant } from "@countersign/shared/domain/instant.ts";
import type { IdSource } from "@countersign/shared/domain/ids.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

interface SigningKeyTable {
  id: string;
  created_at: Instant;
  private_key: Document<JWK>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    signing_keys: SigningKeyTable;
  }
}

export const algorithm = "EdDSA";

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** An arbitrary number, the same on every node. */
const keyLock = 7_203_114_907;

const importKey = async (jwk: Parameters<typeof importJWK>[0]): Promise<CryptoKey> => {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new Error("The signing key in the database is not an EdDSA key");
  return key;
};

/** The key that signs sessions, created once per database, so that every node accepts every session. */
export const signingKey = async (db: Database, { clock, ids }: { clock: Clock; ids: IdSource }): Promise<SigningKey> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${keyLock})`.execute(tx);
    const kept = await tx.selectFrom("signing_keys").selectAll().orderBy("created_at", "desc").executeTakeFirst();
    const id = kept?.id ?? ids.next();
    const jwk =
      kept?.private_key ?? (await exportJWK((await generateKeyPair(algorithm, { extractable: true })).privateKey));
    if (kept === undefined)
      await tx
        .insertInto("signing_keys")
        .values({ id, created_at: clock.now(), private_key: JSON.stringify(jwk) })
        .execute();
    const { d: _secret, ...publicJwk } = jwk;
    return { id, privateKey: await importKey(jwk), publicKey: await importKey(publicJwk) };
  });
