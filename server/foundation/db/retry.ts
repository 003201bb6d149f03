import { setTimeout as pause } from "node:timers/promises";

import { AbortedTransactionError } from "kysely";
import pg from "pg";

import type { Database, Tx } from "./database.ts";
import type { InFlight } from "./pipeline.ts";

/**
 * What another transaction caused and a second try can mend: serialization failure, deadlock, and a row that somebody
 * else inserted first, which the second try will see.
 */
const passing = new Set(["40001", "40P01", "23505"]);

const tries = 5;

const isPassing = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && passing.has(error.code);

const untilUndisturbed = async <Answer>(attempt: () => Promise<Answer>): Promise<Answer> => {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || number === tries) throw error;
      await pause(5 * 2 ** number * (0.5 + Math.random()));
    }
  }
};

/** Runs `work` in a transaction, again when another transaction was in its way. `work` must have no other effect. */
export const inTransaction = <Answer>(db: Database, work: (tx: Tx) => Promise<Answer>): Promise<Answer> =>
  untilUndisturbed(() => db.transaction().execute(work));

/** What is done in a transaction, and its last statement, if it is still under way. */
export interface WithLastStatement<Answer, Last> {
  readonly answer: Answer;
  readonly last: InFlight<Last> | undefined;
}

/** The same where the last statement and the commit travel together. */
export const inTransactionWithLast = <Answer, Last>(
  db: Database,
  work: (tx: Tx) => Promise<WithLastStatement<Answer, Last>>,
): Promise<{ readonly answer: Answer; readonly last: Last | undefined }> =>
  untilUndisturbed(async () => {
    let underway: InFlight<Last> | undefined;
    try {
      const answer = await db.transaction().execute(async (tx) => {
        const ending = await work(tx);
        underway = ending.last;
        return ending.answer;
      });
      return { answer, last: await underway?.() };
    } catch (error) {
      // The database rolls back what was to be committed behind a failed statement. Only the statement knows why.
      if (error instanceof AbortedTransactionError) await underway?.();
      throw error;
    }
  });
