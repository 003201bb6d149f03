import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";

import { pageSize } from "./order-instance.ts";
import type { StoredOrder } from "./orders.ts";

/** https://www.sqlite.org/pragma.html#pragma_synchronous: FULL waits for the disk at each commit, NORMAL does not. */
export type Synchronous = "FULL" | "NORMAL";

/** The peer: the storage's table, index and durability, written by hand for orders only. */
export class RawOrders {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #byId: StatementSync;
  readonly #page: StatementSync;
  readonly #count: StatementSync;

  constructor(path: string, synchronous: Synchronous = "FULL") {
    const database = new DatabaseSync(path);
    database.exec(`
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${synchronous};
      PRAGMA cache_size = -32768;
      CREATE TABLE orders (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, deleted INTEGER NOT NULL, lwt NUMERIC NOT NULL,
        waits INTEGER, waits_since, data NOT NULL
      );
      CREATE INDEX orders_by_waits ON orders (deleted, waits, waits_since, id);
    `);
    this.#database = database;
    this.#insert = database.prepare("INSERT INTO orders VALUES (NULL, ?, ?, ?, ?, ?, ?)");
    this.#byId = database.prepare("SELECT data FROM orders WHERE id = ?");
    this.#page = database.prepare(
      `SELECT data FROM orders WHERE deleted = 0 AND waits = ? AND waits_since >= ?
       ORDER BY deleted, waits, waits_since, id LIMIT ${pageSize}`,
    );
    this.#count = database.prepare("SELECT count(*) AS count FROM orders WHERE deleted = 0 AND waits = ?");
  }

  insert(orders: readonly StoredOrder[]): void {
    this.#database.exec("BEGIN IMMEDIATE");
    for (const order of orders) {
      const { id, _deleted, _meta, asksMe, waitingSince } = order;
      this.#insert.run(id, _deleted ? 1 : 0, _meta.lwt, asksMe ? 1 : 0, waitingSince, JSON.stringify(order));
    }
    this.#database.exec("COMMIT");
  }

  find(id: string): unknown {
    return JSON.parse(String(this.#byId.get(id)?.["data"]));
  }

  page(asksMe: boolean, from: string): unknown[] {
    return this.#page.all(asksMe ? 1 : 0, from).map((row): unknown => JSON.parse(String(row["data"])));
  }

  count(asksMe: boolean): number {
    return Number(this.#count.get(asksMe ? 1 : 0)?.["count"]);
  }

  close(): void {
    this.#database.close();
  }
}
