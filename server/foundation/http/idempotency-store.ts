import type { ColumnType } from "kysely";
import { z } from "zod";

import type { CommandId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";

/** A request that may be repeated, and its answer once there is one. */
interface IdempotencyKeyTable {
  /** The person or the API key. */
  caller: string;
  key: string;
  fingerprint: string;
  /** The id of the command that the request becomes, the same at each attempt. */
  command_id: CommandId;
  created_at: Instant;
  answer: ColumnType<unknown, string | null, string | null>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    idempotency_keys: IdempotencyKeyTable;
  }
}

const answerSchema = z.strictObject({ status: z.int(), type: z.string(), body: z.string() });

/** An answer as it was sent. */
export type StoredAnswer = z.infer<typeof answerSchema>;

/** A key and its caller. */
export interface KeyName {
  readonly caller: string;
  readonly key: string;
}

/** An incoming request with its key. */
export interface KeyClaim extends KeyName {
  readonly fingerprint: string;
  readonly commandId: CommandId;
  readonly at: Instant;
}

/** Whether this is the first request with its key, or what is known of the first. */
export type KeyClaimed =
  | { readonly isFirst: true; readonly commandId: CommandId }
  | { readonly isFirst: false; readonly fingerprint: string; readonly answer?: StoredAnswer };

/**
 * Claims the key for this request. A request that began before `abandonedBefore` and was never answered is assumed to have
 * died with its server; its key is taken over with its command, which is executed only once in any case. If it is alive
 * after all, only one of the two can keep its answer, and what is written with the answer is stored once.
 */
export const claimKey = async (
  db: Database,
  { caller, key, fingerprint, commandId, at }: KeyClaim,
  abandonedBefore: Instant,
): Promise<KeyClaimed> => {
  const taken = await db
    .insertInto("idempotency_keys")
    .values({ caller, key, fingerprint, command_id: commandId, created_at: at, answer: null })
    .onConflict((conflict) =>
      conflict
        .columns(["caller", "key"])
        .doUpdateSet({ created_at: at })
        .where("idempotency_keys.answer", "is", null)
        .where("idempotency_keys.fingerprint", "=", fingerprint)
        .where("idempotency_keys.created_at", "<", abandonedBefore),
    )
    .returning("command_id")
    .executeTakeFirst();
  if (taken !== undefined) return { isFirst: true, commandId: taken.command_id };
  const known = await db
    .selectFrom("idempotency_keys")
    .select(["fingerprint", "answer"])
    .where("caller", "=", caller)
    .where("key", "=", key)
    .executeTakeFirst();
  // The key was just released: the next repetition will get it.
  if (known === undefined) return { isFirst: false, fingerprint };
  const answer = answerSchema.safeParse(known.answer);
  return { isFirst: false, fingerprint: known.fingerprint, ...(answer.success ? { answer: answer.data } : {}) };
};

/** Keeps the answer. @returns false if there already is one, which stays. */
export const keepAnswer = async (
  db: Database | Tx,
  { caller, key }: KeyName,
  answer: StoredAnswer,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable("idempotency_keys")
    .set({ answer: JSON.stringify(answerSchema.parse(answer)) })
    .where("caller", "=", caller)
    .where("key", "=", key)
    .where("answer", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

/**
 * Releases the key of a request that failed inside the server, so that it can be tried again; unless another request has
 * taken it over.
 */
export const releaseKey = async (db: Database, { caller, key, at }: KeyName & Pick<KeyClaim, "at">): Promise<void> => {
  await db
    .deleteFrom("idempotency_keys")
    .where("caller", "=", caller)
    .where("key", "=", key)
    .where("created_at", "=", at)
    .where("answer", "is", null)
    .execute();
};

/** Deletes the keys of requests made before `before`. */
export const forgetKeys = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom("idempotency_keys").where("created_at", "<", before).execute();
};
