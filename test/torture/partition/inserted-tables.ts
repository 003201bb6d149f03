/**
 * Which tables the transaction of a connection to PostgreSQL inserts into, by what is sent. A statement that is sent often is
 * prepared: its text is sent once, and its name alone afterwards.
 */
export class InsertedTables {
  readonly #byStatement = new Map<string, string>();
  readonly #tables = new Set<string>();

  /** Looks at the beginning of one message. */
  note(message: string): void {
    const [, inserted] = /insert into "?(\w+)/.exec(message) ?? [];
    const [statement = ""] = /countersign-\d+/.exec(message) ?? [];
    const table = inserted ?? this.#byStatement.get(statement);
    if (table === undefined) return;
    if (statement !== "") this.#byStatement.set(statement, table);
    this.#tables.add(table);
  }

  has(table: string): boolean {
    return this.#tables.has(table);
  }

  /** The next transaction begins. */
  clear(): void {
    this.#tables.clear();
  }
}
