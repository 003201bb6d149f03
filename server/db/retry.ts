import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

import type { Database, Tx } from "./database.ts";

/**
 * What another transaction caused and a second try can mend: serialization failure, deadlock, and a row that somebody
 * else inserted first, which the second try will see.
 */
const passing = new Set(["40001", "40P01", "23505"]);

const tries = 5;

const isPassing = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && passing.has(error.code);

/** Runs `work` in a transaction, again when another transaction was in its way. `work` must have no other effect. */
export const inTransaction = async <Answer>(db: Database, work: (tx: Tx) => Promise<Answer>): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!isPassing(error) || attempt === tries) throw error;
      await pause(5 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
};
