/** A statement with its text, named if it is prepared, and the use of a prepared one by its name. */
const parsed = /P.{4}(countersign-\d+)?\0([^\0]+)\0/gs;
const used = /B.{4}\0(countersign-\d+)\0/gs;

const tablesIn = (text: string): string[] =>
  [...text.matchAll(/insert into "?(\w+)/gi)].flatMap(([, table]) => table ?? []);

/**
 * What the transactions of a connection to PostgreSQL insert, judged by what is sent. A frequent statement is prepared: its
 * text is sent once, and afterwards only its name.
 */
export class SentStatements {
  readonly #tablesOf = new Map<string, readonly string[]>();
  readonly #inserted = new Set<string>();

  /** Examines what is sent together. @returns whether it commits the transaction. */
  note(message: string): boolean {
    for (const [, name, text = ""] of message.matchAll(parsed)) {
      if (name === undefined) this.#insert(tablesIn(text));
      else this.#tablesOf.set(name, tablesIn(text));
    }
    for (const [, name = ""] of message.matchAll(used)) this.#insert(this.#tablesOf.get(name) ?? []);
    // The rows of the change log are sent together with the commit.
    return this.#inserted.has("change_log") || /\bcommit\b/i.test(message);
  }

  hasInserted(table: string): boolean {
    return this.#inserted.has(table);
  }

  /** The next transaction begins. */
  clear(): void {
    this.#inserted.clear();
  }

  #insert(tables: readonly string[]): void {
    for (const table of tables) this.#inserted.add(table);
  }
}
