import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { inTransactionWithLast } from "#server/foundation/db/retry.ts";

import type { DocumentChange, ChangeLog, Commit } from "./change-log.ts";
import type { Poke } from "./poke.ts";

/** The result of a write, and who must hear of what. */
export interface WrittenChanges<Answer> {
  readonly answer: Answer;
  readonly changes: readonly DocumentChange[];
  /** Commits that are already in the tenant's log. */
  readonly appended?: readonly Commit[];
}

/** What a write needs to reach others. */
export interface WriteServices {
  readonly db: Database;
  readonly changeLog: ChangeLog;
  readonly poke: Poke;
}

/**
 * Runs `work` in a transaction, and again if another transaction interfered, appends its changes to the tenant's log
 * together with the commit, and wakes those who must hear of them. A failed `Result` rolls everything back. `work` must
 * have no other effect.
 */
export const tryChanges = async <Answer, Failure>(
  { db, changeLog, poke }: WriteServices,
  tenantId: string,
  work: (tx: Tx) => Promise<Result<WrittenChanges<Answer>, Failure>>,
): Promise<Result<Answer, Failure>> => {
  const { answer: written, last } = await inTransactionWithLast(db, async (tx) => {
    const done = await work(tx);
    const isLogged = done.ok && done.value.changes.length > 0;
    return { answer: done, last: isLogged ? await changeLog.append(tx, tenantId, done.value.changes) : undefined };
  });
  if (!written.ok) return written;
  const { answer, appended = [] } = written.value;
  for (const commit of last === undefined ? appended : [...appended, last]) poke.announce(commit);
  return ok(answer);
};

/** {@link tryChanges} for work that cannot fail. */
export const writeChanges = async <Answer>(
  services: WriteServices,
  tenantId: string,
  work: (tx: Tx) => Promise<WrittenChanges<Answer>>,
): Promise<Answer> => {
  const written = await tryChanges(services, tenantId, async (tx) => ok(await work(tx)));
  if (written.ok) return written.value;
  return written.error;
};
