import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";

/** About the size of a decision. */
const content = "x".repeat(600);

/** The limit of the disk: one row in a separate file, with a commit that waits for the disk. */
export class CommitByHand implements Disposable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE decisions (content TEXT);");
    this.#insert = this.#database.prepare("INSERT INTO decisions VALUES (?)");
  }

  /** Makes one commit. @returns its duration in milliseconds. */
  time(): number {
    const startedAt = performance.now();
    this.#insert.run(content);
    return performance.now() - startedAt;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
