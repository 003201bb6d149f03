import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  PostgresDialectConfig,
  QueryResult,
  TransactionSettings,
} from "kysely";
import { PostgresDialect, PostgresDriver } from "kysely";

import { orUnavailable } from "./database-unavailable.ts";

type PlainConnection = Parameters<PostgresDriver["releaseConnection"]>[0];

/** A connection whose own failures are distinguished from those of a statement. */
class TellingConnection implements DatabaseConnection {
  readonly plain: PlainConnection;

  constructor(plain: PlainConnection) {
    this.plain = plain;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return orUnavailable(this.plain.executeQuery<Row>(query));
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.plain.streamQuery<Row>(query, chunkSize);
  }
}

class PipelinedDriver implements Driver {
  readonly #driver: PostgresDriver;
  readonly #begun = new WeakMap<TellingConnection, Promise<void>>();

  constructor(config: PostgresDialectConfig) {
    this.#driver = new PostgresDriver(config);
  }

  init(): Promise<void> {
    return this.#driver.init();
  }

  async acquireConnection(): Promise<TellingConnection> {
    // This driver's connections are all of the kind that it takes back.
    return new TellingConnection((await orUnavailable(this.#driver.acquireConnection())) as PlainConnection);
  }

  /** Sends the begin of a transaction together with its first statement. */
  async beginTransaction(connection: TellingConnection, settings: TransactionSettings): Promise<void> {
    const begun = this.#driver.beginTransaction(connection, settings);
    // Reported by the first statement, which fails as well, and at the latest by the commit.
    begun.catch(() => undefined);
    this.#begun.set(connection, begun);
  }

  /** Does not commit a transaction that failed to begin. */
  async commitTransaction(connection: TellingConnection): Promise<void> {
    await this.#begun.get(connection);
    await this.#driver.commitTransaction(connection);
  }

  rollbackTransaction({ plain }: TellingConnection): Promise<void> {
    return orUnavailable(this.#driver.rollbackTransaction(plain));
  }

  releaseConnection({ plain }: TellingConnection): Promise<void> {
    return this.#driver.releaseConnection(plain);
  }

  destroy(): Promise<void> {
    return this.#driver.destroy();
  }
}

/** PostgreSQL with as few round trips as possible; a failed connection throws `DatabaseUnavailable`. */
export class PipelinedDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new PipelinedDriver(this.#config);
  }
}
