import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import { Migrator } from "kysely/migration";

import type { Database } from "./database.ts";
import { first } from "./migrations/0001-first.ts";
import { settings } from "./migrations/0002-settings.ts";
import { events } from "./migrations/0003-events.ts";
import { waitingCommands } from "./migrations/0004-waiting-commands.ts";
import { webhooks } from "./migrations/0005-webhooks.ts";
import { fulfilment } from "./migrations/0006-fulfilment.ts";
import { api } from "./migrations/0007-api.ts";
import { mail } from "./migrations/0008-mail.ts";
import { subscriptions } from "./migrations/0009-subscriptions.ts";
import { tiers } from "./migrations/0010-tiers.ts";
import { oneTimeLinks } from "./migrations/0011-one-time-links.ts";
import { levelAmounts } from "./migrations/0012-level-amounts.ts";
import { orderWire } from "./migrations/0013-order-wire.ts";
import { redactedOrders } from "./migrations/0014-redacted-orders.ts";

/** In the order of their numbers. A shipped migration never changes, and cannot be reverted. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-first": { up: first },
  "0002-settings": { up: settings },
  "0003-events": { up: events },
  "0004-waiting-commands": { up: waitingCommands },
  "0005-webhooks": { up: webhooks },
  "0006-fulfilment": { up: fulfilment },
  "0007-api": { up: api },
  "0008-mail": { up: mail },
  "0009-subscriptions": { up: subscriptions },
  "0010-tiers": { up: tiers },
  "0011-one-time-links": { up: oneTimeLinks },
  "0012-level-amounts": { up: levelAmounts },
  "0013-order-wire": { up: orderWire },
  "0014-redacted-orders": { up: redactedOrders },
};

/** How the database's schema compares with this version's: a newer one comes from another node. */
export const schemaState = async (db: Database): Promise<"same" | "older" | "newer"> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  if (rows.some(({ name }) => !(name in migrations))) return "newer";
  return rows.length === Object.keys(migrations).length ? "same" : "older";
};

/**
 * Brings the database to this version's schema; several nodes may try at once.
 * @throws Error if the database has migrations that this version does not know.
 */
export const migrate = async (db: Database, known: Readonly<Record<string, Migration>> = migrations): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...known }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const problem = error instanceof Error ? error.message : "unknown";
  throw new Error(`The database cannot be used with this version of Countersign: ${problem}`, { cause: error });
};
