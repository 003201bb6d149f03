import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";

/** As much as a decision is. */
const content = "x".repeat(600);

/** What the disk allows: one row in a file that nobody else uses, committed so that it waits for the disk. */
export class CommitByHand implements Disposable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE decisions (content TEXT);");
    this.#insert = this.#database.prepare("INSERT INTO decisions VALUES (?)");
  }

  /** Makes one commit. @returns how many milliseconds it took. */
  time(): number {
    const startedAt = performance.now();
    this.#insert.run(content);
    return performance.now() - startedAt;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
