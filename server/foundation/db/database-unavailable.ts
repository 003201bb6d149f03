import pg from "pg";

/** The database could not be reached or did not answer in time. A commit that was under way may have succeeded. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super("The database connection failed, or its answer took too long", { cause });
    this.name = "DatabaseUnavailable";
  }
}

/**
 * SQLSTATE classes of what was ended by an operator, a timeout or a lack of resources: connection exception, insufficient
 * resources, operator intervention (including statement timeouts), idle transaction.
 */
const passingClasses = /^(?:08|53|57|25P03)/;

/** An error not reported by PostgreSQL comes from the connection, unless the query itself was wrong. */
const isUnavailable = (error: unknown): boolean =>
  error instanceof pg.DatabaseError ? passingClasses.test(error.code ?? "") : !(error instanceof TypeError);

/** @throws DatabaseUnavailable instead of a connection error; any other error unchanged. */
export const orUnavailable = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  try {
    return await asked;
  } catch (error) {
    throw isUnavailable(error) ? new DatabaseUnavailable(error) : error;
  }
};
