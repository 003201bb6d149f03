/**
 * How long to wait for the database, in milliseconds. Without a limit, a half-open connection, whose other side is gone
 * unnoticed, would be waited for without end.
 */
export interface DatabaseTimeouts {
  /** For a connection: until one is free or established. */
  readonly connection: number;
  /** For the answer to one statement. */
  readonly statement: number;
}

/** Shorter than the 30 s that a device waits for an answer, so that it learns why there is none. */
export const requestTimeouts: DatabaseTimeouts = { connection: 10_000, statement: 20_000 };

/** Background jobs may take longer. */
export const jobTimeouts: DatabaseTimeouts = { connection: 10_000, statement: 60_000 };

/**
 * Connection settings for these timeouts. PostgreSQL gives up first: no lock stays behind, and nothing is done that this
 * side has already reported as failed.
 */
export const timeoutSettings = ({ connection, statement }: DatabaseTimeouts) => ({
  connectionTimeoutMillis: connection,
  query_timeout: statement,
  statement_timeout: Math.round(statement * 0.9),
  idle_in_transaction_session_timeout: statement,
  keepAlive: true,
  keepAliveInitialDelayMillis: connection,
});
