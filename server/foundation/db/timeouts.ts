/**
 * How long somebody waits for the database, in milliseconds. A connection may be half open: whoever is behind it is gone,
 * nobody is told, and it would be waited for without an end.
 */
export interface DatabaseTimeouts {
  /** For a connection, until one is free or made. */
  readonly connection: number;
  /** For the answer to one statement. */
  readonly statement: number;
}

/** Shorter than the 30 s that a device waits for an answer, so that it learns why there is none. */
export const requestTimeouts: DatabaseTimeouts = { connection: 10_000, statement: 20_000 };

/** What jobs do in the background may take longer. */
export const jobTimeouts: DatabaseTimeouts = { connection: 10_000, statement: 60_000 };

/**
 * The settings of a connection that is waited for so long. PostgreSQL gives up on its side first: no lock stays behind, and
 * nothing is done after all of which this side said that it was not.
 */
export const timeoutSettings = ({ connection, statement }: DatabaseTimeouts) => ({
  connectionTimeoutMillis: connection,
  query_timeout: statement,
  statement_timeout: Math.round(statement * 0.9),
  idle_in_transaction_session_timeout: statement,
  keepAlive: true,
  keepAliveInitialDelayMillis: connection,
});
