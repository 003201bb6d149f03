import { setTimeout as pause } from "node:timers/promises";

import { AbortedTransactionError } from "kysely";
import pg from "pg";

import type { Database, Tx } from "./database.ts";
import type { InFlight } from "./pipeline.ts";

/**
 * Errors caused by another transaction that a retry can solve: serialization failure, deadlock, and a row that another
 * transaction inserted first, which the retry will see.
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

/** Carries a failure out of the transaction that it rolls back. */
class RolledBack<Failure> extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super("The transaction was rolled back");
    this.failure = failure;
  }
}

const hasFailed = (answer: unknown): boolean =>
  typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false;

/** A failed result must have written nothing. */
const orRollBack = <Answer>(answer: Answer): Answer => {
  if (hasFailed(answer)) throw new RolledBack(answer);
  return answer;
};

/**
 * Runs `work` in a transaction, and again if another transaction interfered. A failed `Result` rolls the transaction
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

/** The result of a transaction's work, and its last statement if that is still under way. */
export interface WithLastStatement<Answer, Last> {
  readonly answer: Answer;
  readonly last: InFlight<Last> | undefined;
}

/** The same, with the last statement and the commit sent together. */
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
      // After a failed statement, the commit rolls back. Only the statement knows why.
      if (error instanceof AbortedTransactionError) await underway?.();
      throw error;
    }
  });
