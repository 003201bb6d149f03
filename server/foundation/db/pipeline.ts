import type { CompiledQuery } from "kysely";

import type { Database, Tx } from "./database.ts";

type RowsOf<Queries extends readonly CompiledQuery[]> = {
  readonly [Index in keyof Queries]: Queries[Index] extends CompiledQuery<infer Row> ? Row[] : never;
};

/**
 * Sends statements in their order without waiting for each other's answers, which saves one round trip each. Each one
 * still sees what was committed before it began, so a read behind a lock sees what the lock waited for.
 * @param db is a transaction, or the database if the statements need no common transaction.
 * @returns the rows of each. @throws the error of the first that failed; the transaction cannot continue then.
 */
export const pipeline = async <const Queries extends readonly CompiledQuery[]>(
  db: Database,
  queries: Queries,
): Promise<RowsOf<Queries>> => {
  const results = await db
    .getExecutor()
    .provideConnection((connection) => Promise.all(queries.map((query) => connection.executeQuery(query))));
  return results.map(({ rows }) => rows) as RowsOf<Queries>;
};

/** Waits for the answer to a statement that was sent. */
export type InFlight<Answer> = () => Promise<Answer>;

/**
 * Sends a statement. Resolves as soon as it is sent, so that the next one, even the commit, follows without waiting: if
 * the statement fails, the database commits nothing.
 */
export const sendStatement = <Row>(tx: Tx, query: CompiledQuery<Row>): Promise<InFlight<Row[]>> =>
  new Promise((resolve, reject) => {
    tx.getExecutor()
      .provideConnection(async (connection) => {
        const answer = connection.executeQuery<Row>(query);
        resolve(async () => (await answer).rows);
        await answer;
      })
      .catch(reject);
  });
