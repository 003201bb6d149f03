import type { ColumnType } from "kysely";
import { z } from "zod";

import type { CommandId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";

/** One request that may be repeated, and its answer once there is one. */
interface IdempotencyKeyTable {
  /** The person, or the API key. */
  caller: string;
  key: string;
  fingerprint: string;
  /** The id of the command that the request becomes, the same at each try. */
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

/** An answer as it went out. */
export type StoredAnswer = z.infer<typeof answerSchema>;

/** Whose key it is, and its text. */
export interface KeyName {
  readonly caller: string;
  readonly key: string;
}

/** A request as it comes in under its key. */
export interface KeyClaim extends KeyName {
  readonly fingerprint: string;
  readonly commandId: CommandId;
  readonly at: Instant;
}

/** The first of its key, or what is known of the first. */
export type KeyClaimed =
  | { readonly isFirst: true; readonly commandId: CommandId }
  | { readonly isFirst: false; readonly fingerprint: string; readonly answer?: StoredAnswer };

/**
 * Takes the key for this request. A request that began before `abandonedBefore` and was never answered is taken to have
 * died with its server; its key is taken over with its command, which is executed once whatever became of it. Should it
 * live after all, only one of the two can keep its answer, and what is kept with the answer is stored once.
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
  // Given back in this moment: whoever repeats the request will get it.
  if (known === undefined) return { isFirst: false, fingerprint };
  const answer = answerSchema.safeParse(known.answer);
  return { isFirst: false, fingerprint: known.fingerprint, ...(answer.success ? { answer: answer.data } : {}) };
};

/** Keeps the answer. @returns false when one is kept already, which stays. */
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
 * Gives the key of a request that failed inside the server back, so that it can be tried again. One that was taken over
 * meanwhile belongs to whoever took it.
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

/** Forgets what was asked before `before`. */
export const forgetKeys = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom("idempotency_keys").where("created_at", "<", before).execute();
};
