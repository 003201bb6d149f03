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

/** Carries a failure out of the transaction that it ends. */
class RolledBack<Failure> extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super("The transaction was rolled back");
    this.failure = failure;
  }
}

const hasFailed = (answer: unknown): boolean =>
  typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false;

/** What failed has written nothing. */
const orRollBack = <Answer>(answer: Answer): Answer => {
  if (hasFailed(answer)) throw new RolledBack(answer);
  return answer;
};

/**
 * Runs `work` in a transaction, again when another transaction was in its way. A failed `Result` rolls the transaction
 * back. `work` must have no other effect.
 */
export const inTransaction = <Answer>(db: Database, work: (tx: Tx) => Promise<Answer>): Promise<Answer> =>
  untilUndisturbed(async () => {
    try {
      return await db.transaction().execute(async (tx) => orRollBack(await work(tx)));
    } catch (error) {
      if (error instanceof RolledBack) return error.failure as Answer;
      throw error;
    }
  });

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
        return orRollBack(ending.answer);
      });
      return { answer, last: await underway?.() };
    } catch (error) {
      if (error instanceof RolledBack) return { answer: error.failure as Answer, last: undefined };
      // The database rolls back what was to be committed behind a failed statement. Only the statement knows why.
      if (error instanceof AbortedTransactionError) await underway?.();
      throw error;
    }
  });
