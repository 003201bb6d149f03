import { sql } from "kysely";
import { v7 } from "uuid";

import type { NetworkSeed } from "@countersign/server/demo/seed.ts";
import { seed } from "@countersign/server/demo/seed.ts";
import type { Database } from "@countersign/server/foundation/db/database.ts";
import { openDatabase } from "@countersign/server/foundation/db/database.ts";
import { migrate } from "@countersign/server/foundation/db/migrate.ts";
import { createLog } from "@countersign/server/foundation/log/log.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { databaseUrl, startTestDatabase } from "@countersign/server/testing/database.ts";
import { idOf } from "@countersign/server/testing/network.ts";
import { network } from "#test/torture/oracle/network.ts";

const log = createLog("silent");

/** The oracle's network, whose distributor also changes people's rights. */
const networkWithAdmin: NetworkSeed = {
  ...network,
  people: network.people.map((person) =>
    person.id === idOf("dora") ? { ...person, roles: ["distributor", "admin"] } : person,
  ),
};

/** A database for one run, directly and without a proxy. */
export interface RunDatabase {
  readonly db: Database;
  readonly url: string;
  drop(): Promise<void>;
}

/** One PostgreSQL for many runs: each gets a copy of a database that is migrated and seeded once. */
export class Databases {
  readonly #server: TestDatabase;
  readonly #template = `partition_${v7().replaceAll("-", "")}`;
  #made = 0;

  private constructor(server: TestDatabase) {
    this.#server = server;
  }

  static async open(): Promise<Databases> {
    const databases = new Databases(await startTestDatabase());
    const { url, db: administration } = databases.#server;
    await sql`create database ${sql.id(databases.#template)}`.execute(administration);
    const db = openDatabase(databaseUrl(url, databases.#template), log);
    await migrate(db);
    await seed(db, networkWithAdmin, { next: () => v7() });
    await db.destroy();
    return databases;
  }

  async copy(): Promise<RunDatabase> {
    this.#made += 1;
    const name = `${this.#template}_${this.#made}`;
    const { url: server, db: administration } = this.#server;
    await sql`create database ${sql.id(name)} template ${sql.id(this.#template)}`.execute(administration);
    const url = databaseUrl(server, name);
    const db = openDatabase(url, log);
    return {
      db,
      url,
      drop: async () => {
        await db.destroy();
        await sql`drop database ${sql.id(name)} with (force)`.execute(administration);
      },
    };
  }

  async close(): Promise<void> {
    await sql`drop database ${sql.id(this.#template)}`.execute(this.#server.db);
    await this.#server.stop();
  }
}
