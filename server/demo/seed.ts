import { sql } from "kysely";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import type { IdSource, OrganisationId, PersonId, PolicyId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Setting } from "#server/records/settings/setting-kinds.ts";
import { putSetting } from "#server/records/settings/settings-store.ts";
import { audienceOf, audienceOfOrganisation, audienceOfPerson } from "#server/records/visibility/audience.ts";
import { recordedEntry } from "#server/records/visibility/recorded-entry.ts";
import { redactedOrderOf } from "#server/records/visibility/redacted-order.ts";

/** A complete network for an empty database. */
export interface NetworkSeed {
  readonly tenant: { readonly id: string; readonly name: string };
  /** Parents come before their children. */
  readonly organisations: readonly Organisation[];
  readonly people: readonly Person[];
  readonly policies: readonly ApprovalPolicy[];
  readonly defaultPolicyId: PolicyId;
  readonly settings: readonly Setting[];
  /** The people offered on the start page, in this order. */
  readonly featured: readonly Person[];
  orders(): Iterable<{ readonly order: Order; readonly history: readonly HistoryEntry[] }>;
}

const ordersPerBatch = 500;

/** The whole seed belongs to the tenant's first commit. */
const firstSequence = 1;

interface LogEntry {
  readonly collection: CollectionName;
  readonly documentId: string;
  readonly audience: readonly PersonId[];
}

/** One JSON text per statement: far cheaper on both sides than large arrays of parameters. */
const insertLog = async (tx: Tx, tenantId: string, entries: string): Promise<void> => {
  await sql`
    insert into change_log (tenant_id, person_id, collection, document_id, sequence, is_deleted)
    select ${tenantId}, person_id, entry ->> 'collection', entry ->> 'documentId', ${firstSequence}, false
    from jsonb_array_elements(${entries}::jsonb) entry, jsonb_array_elements_text(entry -> 'audience') person_id
  `.execute(tx);
};

const insertOrganisations = async (tx: Tx, { tenant, organisations, policies }: NetworkSeed): Promise<void> => {
  for (const organisation of organisations)
    await tx
      .insertInto("organisations")
      .values({
        id: organisation.id,
        tenant_id: tenant.id,
        kind: organisation.kind,
        parent_id: organisation.parentId ?? null,
        external_id: organisation.externalId ?? null,
        document: JSON.stringify(organisation),
      })
      .execute();
  for (const policy of policies)
    await tx
      .insertInto("policies")
      .values({
        id: policy.id,
        tenant_id: tenant.id,
        organisation_id: policy.organisationId,
        document: JSON.stringify(policy),
      })
      .execute();
};

const insertPeople = async (tx: Tx, { tenant, people, featured }: NetworkSeed): Promise<void> => {
  for (const person of people) {
    const position = featured.findIndex(({ id }) => id === person.id);
    await tx
      .insertInto("people")
      .values({
        id: person.id,
        tenant_id: tenant.id,
        organisation_id: person.organisationId,
        email: person.email.toLowerCase(),
        is_active: person.isActive,
        demo_position: position === -1 ? null : position,
        document: JSON.stringify(person),
      })
      .execute();
  }
};

type SeededOrder = ReturnType<NetworkSeed["orders"]> extends Iterable<infer One> ? One : never;

/** A batch of orders, with their history and audiences, each as one JSON text. */
interface Batch {
  readonly orders: string;
  readonly history: string;
  readonly log: string;
}

const batchOf = (seeded: readonly SeededOrder[], people: readonly Person[]): Batch => {
  const log = seeded.flatMap(({ order, history }): LogEntry[] => {
    const audience = audienceOf(order, people);
    const own: LogEntry = { collection: "orders", documentId: order.id, audience };
    return [own, ...history.map(({ id }): LogEntry => ({ collection: "history", documentId: id, audience }))];
  });
  return {
    orders: JSON.stringify(seeded.map(({ order }) => ({ document: order, redacted: redactedOrderOf(order) }))),
    history: JSON.stringify(
      seeded.flatMap(({ order, history }) => history.map((entry) => recordedEntry(order, entry))),
    ),
    log: JSON.stringify(log),
  };
};

const insertBatch = async (tx: Tx, tenantId: string, senderId: OrganisationId, batch: Batch): Promise<void> => {
  await sql`
    insert into orders (id, tenant_id, number, revision, sender_id, source_system, received_at, document,
      redacted, redacted_for, redacted_not_for, redacted_revision)
    select document ->> 'id', ${tenantId}, document ->> 'number', (document -> 'revision')::bigint, ${senderId},
      document #>> '{source,system}', document ->> 'placedAt', document,
      redacted ->> 'text', redacted ->> 'organisationId', redacted -> 'notFor', (document -> 'revision')::bigint
    from jsonb_to_recordset(${batch.orders}::jsonb) as seeded (document jsonb, redacted jsonb)`.execute(tx);
  await sql`
    insert into history (id, tenant_id, order_id, document)
    select document ->> 'id', ${tenantId}, document ->> 'orderId', document
    from jsonb_array_elements(${batch.history}::jsonb) document`.execute(tx);
  await insertLog(tx, tenantId, batch.log);
};

function* batchesOf(network: NetworkSeed): Generator<Batch> {
  const { people } = network;
  let batch: SeededOrder[] = [];
  for (const order of network.orders()) {
    batch.push(order);
    if (batch.length < ordersPerBatch) continue;
    yield batchOf(batch, people);
    batch = [];
  }
  yield batchOf(batch, people);
}

const insertOrders = async (tx: Tx, network: NetworkSeed): Promise<number> => {
  const sender = network.organisations.find(({ kind }) => kind === "distributor");
  if (sender === undefined) throw new Error("The network has no distributor");
  // While PostgreSQL stores one batch, the next one is generated.
  let storing = Promise.resolve();
  try {
    for (const batch of batchesOf(network)) {
      await storing;
      storing = insertBatch(tx, network.tenant.id, sender.id, batch);
    }
  } finally {
    // Even if generating a batch failed: nothing may reach the connection after the rollback.
    await storing;
  }
  const { rows } = await sql<{ count: number }>`select count(*) as count from orders`.execute(tx);
  return rows[0]?.count ?? 0;
};

/** The server's order numbers start after those of the seed. */
const startNumbersAfter = (tx: Tx, count: number): Promise<unknown> =>
  sql`select setval('order_numbers', 100000 + ${count}::bigint + 1, false)`.execute(tx);

/**
 * Stores the network in one transaction, so that an interrupted start leaves an empty database.
 * @returns the number of its orders, or `undefined` if the database already has a tenant.
 */
export const seed = (db: Database, network: NetworkSeed, ids: IdSource): Promise<number | undefined> =>
  db.transaction().execute(async (tx) => {
    await sql`lock table tenants in exclusive mode`.execute(tx);
    if ((await tx.selectFrom("tenants").select("id").executeTakeFirst()) !== undefined) return undefined;
    const { tenant, organisations, people } = network;
    await tx
      .insertInto("tenants")
      .values({ ...tenant, epoch: ids.next(), counter: firstSequence, default_policy_id: network.defaultPolicyId })
      .execute();
    await insertOrganisations(tx, network);
    await insertPeople(tx, network);
    for (const setting of network.settings) await putSetting(tx, tenant.id, setting);
    const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
    const members: LogEntry[] = [
      ...organisations.map(({ id }): LogEntry => ({
        collection: "organisations",
        documentId: id,
        audience: audienceOfOrganisation(id, people, byId),
      })),
      ...people.map(({ id, organisationId }): LogEntry => ({
        collection: "people",
        documentId: id,
        audience: audienceOfPerson(organisationId, people),
      })),
    ];
    await insertLog(tx, tenant.id, JSON.stringify(members));
    const count = await insertOrders(tx, network);
    await startNumbersAfter(tx, count);
    return count;
  });
