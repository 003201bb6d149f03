import type { Database, Tx } from "#server/foundation/db/database.ts";
import { inTransactionWithLast } from "#server/foundation/db/retry.ts";

import type { DocumentChange, ChangeLog, Commit } from "./change-log.ts";
import type { Poke } from "./poke.ts";

/** What was done, and who is to hear of what. */
export interface WrittenChanges<Answer> {
  readonly answer: Answer;
  readonly changes: readonly DocumentChange[];
  /** What is in the log of the tenant already. */
  readonly appended?: readonly Commit[];
}

/** What a write that others hear of needs. */
export interface WriteServices {
  readonly db: Database;
  readonly changeLog: ChangeLog;
  readonly poke: Poke;
}

/**
 * Runs `work` in a transaction, again when another transaction was in its way, appends its changes to the tenant's log
 * together with the commit, and wakes who has to hear of them. `work` must have no other effect.
 */
export const writeChanges = async <Answer>(
  { db, changeLog, poke }: WriteServices,
  tenantId: string,
  work: (tx: Tx) => Promise<WrittenChanges<Answer>>,
): Promise<Answer> => {
  const { answer: written, last } = await inTransactionWithLast(db, async (tx) => {
    const done = await work(tx);
    const { changes } = done;
    return { answer: done, last: changes.length === 0 ? undefined : await changeLog.append(tx, tenantId, changes) };
  });
  const { answer, appended = [] } = written;
  for (const commit of last === undefined ? appended : [...appended, last]) poke.announce(commit);
  return answer;
};
