import pg from "pg";

/** The database could not be asked, or did not answer in time. Whether a commit that was under way was done is not known. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super("The database connection failed, or its answer took too long", { cause });
    this.name = "DatabaseUnavailable";
  }
}

/**
 * SQLSTATE classes of what an operator, a time limit or a lack of resources ended: connection exception, insufficient
 * resources, operator intervention (which includes the time limit of a statement), idle transaction.
 */
const passingClasses = /^(?:08|53|57|25P03)/;

/** What PostgreSQL did not say itself comes from the connection, unless it is a mistake in what was asked. */
const isUnavailable = (error: unknown): boolean =>
  error instanceof pg.DatabaseError ? passingClasses.test(error.code ?? "") : !(error instanceof TypeError);

/** @throws DatabaseUnavailable in place of an error of the connection; any other error as it is. */
export const orUnavailable = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  try {
    return await asked;
  } catch (error) {
    throw isUnavailable(error) ? new DatabaseUnavailable(error) : error;
  }
};
