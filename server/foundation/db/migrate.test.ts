import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import { checkVersion } from "./database.ts";
import { migrate, migrations } from "./migrate.ts";

vi.setConfig({ testTimeout: timeLimit });

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
}, timeLimit);
afterAll(() => database.stop());

const tables = async (): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1
  `.execute(database.db);
  return rows.map(({ name }) => name);
};

describe("the migrations", () => {
  it("0001 creates the tables, even when two nodes start at once, and a second start changes nothing", async () => {
    await Promise.all([migrate(database.db), migrate(database.db)]);
    const made = await tables();
    expect(made).toEqual(
      "api_keys change_log charges commands delegations devices failed_sign_ins fulfillment_requests fulfillment_tiers history idempotency_keys mails one_time_links order_events orders organisations passwords people policies provisioned_items quotes settings signing_keys subscription_history subscription_orders subscriptions tenants tier_configurations tier_events tier_products tier_requests webhook_deliveries webhook_endpoints".split(
        " ",
      ),
    );
    await migrate(database.db);
    expect(await tables()).toEqual(made);
  });

  it("0001 compares document ids by their bytes in every table, so that a pull finds them by their index", async () => {
    const { rows } = await sql<{ collation: string }>`
      select distinct collation_name as collation from information_schema.columns
      where (table_name, column_name) in
        (('orders', 'id'), ('history', 'id'), ('people', 'id'), ('organisations', 'id'), ('commands', 'id'), ('change_log', 'document_id'))
    `.execute(database.db);
    expect(rows).toEqual([{ collation: "C" }]);
  });

  it("0002 keeps one document of each kind per owner, and nothing for a missing tenant", async () => {
    const { rows } = await sql<{ column: string }>`
      select column_name as column from information_schema.key_column_usage
      where table_name = 'settings' and constraint_name = 'settings_pkey' order by ordinal_position
    `.execute(database.db);
    expect(rows.map(({ column }) => column)).toEqual(["tenant_id", "kind", "owner_id"]);
    const orphan = { tenant_id: "nobody", kind: "exchange-rates", owner_id: "nobody", document: "[]" } as const;
    await expect(database.db.insertInto("settings").values(orphan).execute()).rejects.toThrow("foreign key");
  });

  it("0003 numbers order events, and finds those that were not passed on", async () => {
    const orphan = { tenant_id: "nobody", order_id: "order", at: "2026-11-21T09:30:00.000Z", event: "{}" } as const;
    await expect(
      database.db
        .insertInto("order_events")
        .values({ ...orphan, order_id: orderIdSchema.parse("order"), at: instantSchema.parse(orphan.at) })
        .execute(),
    ).rejects.toThrow("foreign key");
    const { rows } = await sql<{ definition: string }>`
      select indexdef as definition from pg_indexes where indexname = 'order_events_waiting'
    `.execute(database.db);
    expect(rows[0]?.definition).toContain("WHERE (NOT is_relayed)");
  });

  it("0004 records since when commands wait, also for existing ones", async () => {
    const older = await startTestDatabase();
    const first = Object.entries(migrations).filter(([name]) => name < "0004");
    await migrate(older.db, Object.fromEntries(first));
    await sql`
      insert into tenants (id, name, epoch) values ('t', 'T', 'e');
      insert into organisations (id, tenant_id, kind, document) values ('o', 't', 'customer', '{}');
      insert into people (id, tenant_id, organisation_id, email, is_active, document) values ('p', 't', 'o', 'p', true, '{}');
      insert into commands (id, person_id, tenant_id, device_id, device_seq, is_waiting, document)
      values ('c', 'p', 't', 'd', 2, true, '{}')`.execute(older.db);
    await migrate(older.db);
    const [command] = await older.db.selectFrom("commands").select("received_at").execute();
    expect(instantSchema.safeParse(command?.received_at).success).toBe(true);
    await older.stop();
  });

  it("0005 removes an endpoint's log with it, and keeps one message per cause", async () => {
    const { rows } = await sql<{ rule: string }>`
      select pg_get_constraintdef(oid) as rule from pg_constraint
      where conrelid = 'webhook_deliveries'::regclass order by rule
    `.execute(database.db);
    expect(rows.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([expect.stringContaining("ON DELETE CASCADE"), "UNIQUE (endpoint_id, cause)"]),
    );
  });

  it("0007 keeps one key per secret, and one answer per caller and idempotency key", async () => {
    const { rows } = await sql<{ rule: string }>`
      select pg_get_constraintdef(oid) as rule from pg_constraint
      where conrelid in ('api_keys'::regclass, 'idempotency_keys'::regclass)
    `.execute(database.db);
    expect(rows.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["UNIQUE (hash)", "PRIMARY KEY (caller, key)"]),
    );
  });

  it("0006 keeps one charge per attempt, and finds the committed part of a reseller's credit by an index", async () => {
    const { rows } = await sql<{ definition: string }>`
      select indexdef as definition from pg_indexes where indexname in ('charges_pkey', 'orders_committed') order by 1
    `.execute(database.db);
    expect(rows.map(({ definition }) => definition)).toEqual([
      expect.stringContaining("{reseller,organisationId}"),
      expect.stringContaining("(order_id, attempt)"),
    ]);
  });

  it("0008 keeps one mail per person and cause", async () => {
    const { rows } = await sql<{ rule: string }>`
      select pg_get_constraintdef(oid) as rule from pg_constraint where conrelid = 'mails'::regclass and contype = 'u'
    `.execute(database.db);
    expect(rows).toEqual([{ rule: "UNIQUE (person_id, cause)" }]);
  });

  it("0009 keeps one order per execution of a subscription, and finds what is due by an index", async () => {
    const { rows } = await sql<{ definition: string }>`
      select indexdef as definition from pg_indexes
      where indexname in ('subscription_executions', 'subscriptions_due', 'quotes_expiring') order by indexname
    `.execute(database.db);
    expect(rows.map(({ definition }) => definition)).toEqual([
      expect.stringMatching(/\(valid_until\).*status = 'placed'/),
      expect.stringMatching(/UNIQUE INDEX.*\(subscription_id, execution_at\)/),
      expect.stringMatching(/\(due_at, id\)/),
    ]);
  });

  it("0010 has no request without its configuration, and drops the tiers of a discarded fulfillment request", async () => {
    const { rows } = await sql<{ rule: string }>`
      select pg_get_constraintdef(oid) as rule from pg_constraint
      where conrelid in ('tier_requests'::regclass, 'fulfillment_tiers'::regclass) and contype = 'f'
    `.execute(database.db);
    expect(rows.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        "FOREIGN KEY (configuration_id) REFERENCES tier_configurations(id)",
        "FOREIGN KEY (tenant_id, fulfillment_id) REFERENCES fulfillment_requests(tenant_id, id) ON DELETE CASCADE",
      ]),
    );
  });

  it("0011 keeps one password per person, and links by the hash of their secret", async () => {
    const { rows } = await sql<{ rule: string }>`
      select pg_get_constraintdef(oid) as rule from pg_constraint
      where conrelid in ('one_time_links'::regclass, 'passwords'::regclass) and contype = 'p'
    `.execute(database.db);
    expect(rows.map(({ rule }) => rule).toSorted()).toEqual(["PRIMARY KEY (hash)", "PRIMARY KEY (person_id)"]);
  });

  it("0012 gives each order its distributor's price, each history entry its readers, and begins a new epoch", async () => {
    const older = await startTestDatabase();
    await migrate(older.db, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0012")));
    const chain = `"customer": {"organisationId": "c"}, "reseller": {"organisationId": "r"}, "distributor": {"organisationId": "d"}`;
    await sql`
      insert into tenants (id, name, epoch) values ('t', 'T', 'e');
      insert into organisations (id, tenant_id, kind, document) values ('d', 't', 'distributor', '{}');
      insert into orders (id, tenant_id, number, revision, sender_id, source_system, received_at, document) values
        ('sold', 't', '1', 1, 'd', 'api', 'now', ${sql.lit(`{${chain}}`)}::jsonb),
        ('unnamed', 't', '2', 1, 'd', 'api', 'now', ${sql.lit(`{${chain}}`)}::jsonb),
        ('direct', 't', '3', 1, 'd', 'api', 'now', '{"customer": {"organisationId": "c"}}');
      insert into order_costs values ('sold', 70000, 'EUR');
      insert into history (id, tenant_id, order_id, document)
      select 'of ' || id, 't', id, '{}' from orders`.execute(older.db);
    await migrate(older.db);
    const { rows } = await sql<{ id: string; levels: unknown; resale: unknown }>`
      select orders.id, orders.document -> 'levelAmounts' as levels, history.document -> 'resale' as resale
      from orders join history on order_id = orders.id order by 1`.execute(older.db);
    const total = { amountMinor: 70_000, currency: "EUR" };
    const readers = { knownTo: ["c", "r"], distributorId: "d" };
    expect(rows).toEqual([
      { id: "direct", levels: null, resale: null },
      {
        id: "sold",
        levels: [{ role: "distributor", total }],
        resale: { ...readers, amount: { known: true, money: total } },
      },
      { id: "unnamed", levels: null, resale: { ...readers, amount: { known: false } } },
    ]);
    const [tenant] = await older.db.selectFrom("tenants").select("epoch").execute();
    expect(tenant?.epoch).not.toBe("e");
    await older.stop();
  });

  it("0013 keeps an order's text in step with its document, and 0014 starts without a redacted text", async () => {
    const older = await startTestDatabase();
    await migrate(older.db, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0013")));
    const order = (name: string, revision: number) => ({ id: "o", revision, customer: { name } });
    await sql`
      insert into tenants (id, name, epoch) values ('t', 'T', 'e');
      insert into organisations (id, tenant_id, kind, document) values ('d', 't', 'distributor', '{}');
      insert into orders (id, tenant_id, number, revision, sender_id, source_system, received_at, document) values
        ('o', 't', '1', 1, 'd', 'api', 'now', ${sql.lit(JSON.stringify(order("Bäcker \u2028 “1”", 1)))})`.execute(
      older.db,
    );
    await migrate(older.db, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0014")));
    const wire = async (): Promise<unknown> => {
      const { rows } = await sql<{ wire: string }>`select wire from orders`.execute(older.db);
      return JSON.parse(rows[0]!.wire);
    };
    expect(await wire()).toEqual(order("Bäcker \u2028 “1”", 1));
    await older.db
      .updateTable("orders")
      .set({ document: JSON.stringify(order("Other", 2)) })
      .execute();
    expect(await wire()).toEqual(order("Other", 2));
    await migrate(older.db);
    expect(
      await older.db
        .selectFrom("orders")
        .select(["document", "redacted", "redacted_for", "redacted_not_for", "redacted_revision"])
        .execute(),
    ).toEqual([
      {
        document: order("Other", 2),
        redacted: null,
        redacted_for: null,
        redacted_not_for: null,
        redacted_revision: null,
      },
    ]);
    await older.stop();
  });

  it("are numbered without a gap", () => {
    const numbers = Object.keys(migrations).map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("refuse a database that is newer than this version", async () => {
    const newer = { ...migrations, "9999-from-the-future": { up: () => Promise.resolve() } };
    await migrate(database.db, newer);
    await expect(migrate(database.db)).rejects.toThrow(
      "The database cannot be used with this version of Countersign: corrupted migrations: previously executed migration 9999-from-the-future is missing",
    );
  });

  it("run on the installed PostgreSQL", async () => {
    await expect(checkVersion(database.db)).resolves.toBeUndefined();
  });
});
