import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

/**
 * The statements of decisions by hand, as few and as simple as possible: the same rows are locked, read and written in
 * the same tables over one connection, with as many waits for the disk as in the server.
 */
export class RawDesk implements AsyncDisposable {
  readonly #client: pg.Client;
  /** Keeps the ids of several connections distinct. */
  readonly #origin = randomUUID();
  #made = 0;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Another connection to the tables that `open` has created. */
  static async join(url: string): Promise<RawDesk> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new RawDesk(client);
  }

  static async open(url: string): Promise<RawDesk> {
    const desk = await RawDesk.join(url);
    await desk.#client.query(`
      create schema raw;
      create table raw.devices (id text primary key, last_seq bigint not null);
      create table raw.orders as select id, revision, document from public.orders limit 2000;
      alter table raw.orders add primary key (id);
      create table raw.people as select id, organisation_id, document from public.people;
      create index on raw.people (organisation_id);
      create table raw.history (id text primary key, order_id text not null, document jsonb not null);
      create table raw.commands (id text primary key, device_id text not null, device_seq bigint not null, document jsonb not null);
      create table raw.events (id bigint generated always as identity primary key, order_id text not null, event jsonb not null);
      create table raw.tenants (id text primary key, counter bigint not null);
      create table raw.change_log (person_id text, collection text, document_id text, sequence bigint, is_deleted boolean,
        primary key (collection, document_id, person_id));
      create index on raw.change_log (person_id, collection, sequence, document_id);
      insert into raw.tenants values ('t', 0);
      insert into raw.devices values ('d', 0)`);
    return desk;
  }

  async orders(): Promise<string[]> {
    const { rows } = await this.#client.query<{ id: string }>("select id from raw.orders");
    return rows.map(({ id }) => id);
  }

  /** Resolves when the server has finished the work from earlier measurements: mail and jobs use the same processors. */
  async idle(): Promise<void> {
    for (;;) {
      const { rows } = await this.#client.query<{ left: string }>(`
        select (select count(*) from public.order_events where not is_relayed) + (
          select count(*) from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now()
        ) as left`);
      if (rows[0]?.left === "0") return;
      await pause(200);
    }
  }

  /** Decisions in one transaction, which waits for the disk once, like the server with those of one request. */
  async decide(orderIds: readonly string[], people: readonly string[]): Promise<void> {
    await this.#client.query("begin");
    for (const orderId of orderIds) await this.#decideOne(orderId, people);
    await this.#client.query("commit");
  }

  /** One decision on an order, announced to these people. */
  async #decideOne(orderId: string, people: readonly string[]): Promise<void> {
    const client = this.#client;
    this.#made += 1;
    const id = `c-${this.#origin}-${this.#made}`;
    await client.query("select last_seq from raw.devices where id = 'd' for update");
    await client.query("select document from raw.commands where id = $1", [id]);
    const { rows } = await client.query<{ document: { customer: { organisationId: string } } }>(
      "select document from raw.orders where id = $1 for update",
      [orderId],
    );
    const document = rows[0]?.document;
    await client.query("select document from raw.people where organisation_id = $1", [
      document?.customer.organisationId,
    ]);
    const text = JSON.stringify(document);
    await client.query("insert into raw.history values ($1, $2, '{}')", [id, orderId]);
    await client.query("update raw.orders set revision = revision + 1, document = $2 where id = $1", [orderId, text]);
    await client.query("insert into raw.events (order_id, event) values ($1, '{}')", [orderId]);
    await client.query("insert into raw.commands values ($1, 'd', $2, '{}')", [id, this.#made]);
    await client.query("update raw.devices set last_seq = $1 where id = 'd'", [this.#made]);
    await client.query(
      `with counted as (update raw.tenants set counter = counter + 1 where id = 't' returning counter)
       insert into raw.change_log select person_id, 'orders', $1, counter, false from counted, unnest($2::text[]) person_id
       on conflict (collection, document_id, person_id) do update set sequence = excluded.sequence`,
      [orderId, people],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.query("drop schema raw cascade");
    await this.#client.end();
  }
}
