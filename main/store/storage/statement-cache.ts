import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;

/** Queries are as many as the app has screens; beyond this the oldest are compiled again. */
const MOST_KEPT = 300;

/** Compiled statements of one connection, kept by their text. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #idle = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run(sql: string, ...params: SQLInputValue[]): number {
    return this.#with(sql, (statement) => Number(statement.run(...params).changes));
  }

  /** Runs it once for each of the parameter lists. */
  runEach(sql: string, lists: Iterable<readonly SQLInputValue[]>): void {
    this.#with(sql, (statement) => {
      for (const params of lists) statement.run(...params);
    });
  }

  get(sql: string, ...params: SQLInputValue[]): Row | undefined {
    return this.#with(sql, (statement) => statement.get(...params));
  }

  all(sql: string, ...params: SQLInputValue[]): Row[] {
    return this.#with(sql, (statement) => statement.all(...params));
  }

  /** Rows one by one. The statement is nobody else's until the caller has finished or broken off. */
  *iterate(sql: string, ...params: SQLInputValue[]): Generator<Row, void, undefined> {
    const statement = this.#take(sql);
    try {
      yield* statement.iterate(...params);
    } finally {
      this.#keep(sql, statement);
    }
  }

  #with<T>(sql: string, use: (statement: StatementSync) => T): T {
    const statement = this.#take(sql);
    try {
      return use(statement);
    } finally {
      this.#keep(sql, statement);
    }
  }

  #take(sql: string): StatementSync {
    const kept = this.#idle.get(sql);
    if (!kept) return this.#database.prepare(sql);
    this.#idle.delete(sql);
    return kept;
  }

  #keep(sql: string, statement: StatementSync): void {
    this.#idle.set(sql, statement);
    if (this.#idle.size > MOST_KEPT) {
      for (const oldest of this.#idle.keys()) {
        this.#idle.delete(oldest);
        break;
      }
    }
  }
}
