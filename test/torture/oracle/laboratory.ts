import { sql } from "kysely";
import { v7 } from "uuid";

import { seed } from "@countersign/server/demo/seed.ts";
import type { Database } from "@countersign/server/foundation/db/database.ts";
import { openDatabase } from "@countersign/server/foundation/db/database.ts";
import { migrate } from "@countersign/server/foundation/db/migrate.ts";
import type { HttpApp } from "@countersign/server/foundation/http/http-app.ts";
import { createLog } from "@countersign/server/foundation/log/log.ts";
import { buildApp } from "@countersign/server/node/app.ts";
import { createServices } from "@countersign/server/node/create-services.ts";
import type { ChangeLog } from "@countersign/server/records/change-log/change-log.ts";
import { inProcessPoke } from "@countersign/server/records/change-log/poke.ts";
import type { Services } from "@countersign/server/records/services.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { databaseUrl, startTestDatabase } from "@countersign/server/testing/database.ts";
import { heldJobs } from "@countersign/server/testing/held-jobs.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis } from "@countersign/shared/domain/instant.ts";

import { network } from "./network.ts";

/** Replaces the real change log, to see whether the oracle notices. */
export type Mutation = (log: ChangeLog, db: Database) => ChangeLog;

/** A whole server with a database of its own. */
export interface Specimen {
  readonly app: HttpApp;
  readonly services: Services;
  close(): Promise<void>;
}

/** Unique among the runs on the same server. */
const suffix = v7().replaceAll("-", "");
const template = `oracle_template_${suffix}`;
const log = createLog("silent");

/** Each reading advances it, so that later events have later times. */
const tickingClock = (): Clock => {
  let millis = Date.UTC(2026, 10, 21, 9, 30);
  return { now: () => instantFromMillis((millis += 1)) };
};

/** One PostgreSQL for many runs: each gets a copy of a database that is migrated and seeded once. */
export class Laboratory {
  readonly #database: TestDatabase;
  #made = 0;

  private constructor(database: TestDatabase) {
    this.#database = database;
  }

  static async open(): Promise<Laboratory> {
    const database = await startTestDatabase();
    await sql.raw(`create database ${template}`).execute(database.db);
    const db = openDatabase(databaseUrl(database.url, template), log);
    await migrate(db);
    await seed(db, network, { next: () => v7() });
    await db.destroy();
    return new Laboratory(database);
  }

  async specimen(mutate: Mutation = (real) => real): Promise<Specimen> {
    this.#made += 1;
    const name = `oracle_${this.#made}_${suffix}`;
    await sql.raw(`create database ${name} template ${template}`).execute(this.#database.db);
    const db = openDatabase(databaseUrl(this.#database.url, name), log);
    const clock = tickingClock();
    const surroundings = { log, clock, ids: { next: () => v7() } };
    const real = await createServices(db, surroundings, { jobs: heldJobs(clock), poke: inProcessPoke() });
    const services = { ...real, changeLog: mutate(real.changeLog, db) };
    const app = await buildApp(services, { isDemo: true });
    return {
      app,
      services,
      close: async () => {
        await app.close();
        await services.events.idle();
        await db.destroy();
        await sql.raw(`drop database ${name} with (force)`).execute(this.#database.db);
      },
    };
  }

  async close(): Promise<void> {
    await sql.raw(`drop database ${template}`).execute(this.#database.db);
    await this.#database.stop();
  }
}
