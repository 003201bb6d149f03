import { sql } from "kysely";

import type { CollectionName } from "#shared/contract/protocol.ts";
import type { HistoryEntry } from "#shared/domain/history.ts";
import type { IdSource, OrganisationId, PersonId, PolicyId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Organisation } from "#shared/domain/organisation.ts";
import type { Person } from "#shared/domain/people.ts";
import type { ApprovalPolicy } from "#shared/domain/policy.ts";

import { audienceOf, audienceOfOrganisation, audienceOfPerson } from "#server/scope/audience.ts";

import type { Database, Tx } from "./database.ts";

/** A whole network of organisations to begin with. */
export interface NetworkSeed {
  readonly tenant: { readonly id: string; readonly name: string };
  /** Parents come before their children. */
  readonly organisations: readonly Organisation[];
  readonly people: readonly Person[];
  readonly policies: readonly ApprovalPolicy[];
  readonly defaultPolicyId: PolicyId;
  /** The people whom the start page offers, in this order. */
  readonly featured: readonly Person[];
  orders(): Iterable<{ readonly order: Order; readonly history: readonly HistoryEntry[] }>;
}

const ordersPerBatch = 500;

/** Everything of a seed belongs to the tenant's first commit. */
const firstSequence = 1;

interface FeedEntry {
  readonly collection: CollectionName;
  readonly documentId: string;
  readonly audience: readonly PersonId[];
}

const insertFeed = async (tx: Tx, tenantId: string, entries: readonly FeedEntry[]): Promise<void> => {
  const rows = entries.flatMap(({ audience, ...row }) => audience.map((personId) => ({ ...row, personId })));
  await sql`
    insert into feed (tenant_id, person_id, collection, document_id, sequence, is_deleted)
    select ${tenantId}, person_id, collection, document_id, ${firstSequence}, false
    from unnest(
      ${rows.map(({ personId }) => personId)}::text[],
      ${rows.map(({ collection }) => collection)}::text[],
      ${rows.map(({ documentId }) => documentId)}::text[]
    ) as row (person_id, collection, document_id)`.execute(tx);
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

type Batch = { readonly order: Order; readonly history: readonly HistoryEntry[] }[];

const insertBatch = async (tx: Tx, { tenant, people }: NetworkSeed, senderId: OrganisationId, batch: Batch) => {
  const orders = batch.map(({ order }) => order);
  const entries = batch.flatMap(({ history }) => history);
  await sql`
    insert into orders (id, tenant_id, number, revision, sender_id, source_system, received_at, document)
    select document ->> 'id', ${tenant.id}, document ->> 'number', (document -> 'revision')::bigint, ${senderId},
      document #>> '{source,system}', document ->> 'placedAt', document
    from unnest(${orders.map((order) => JSON.stringify(order))}::jsonb[]) as row (document)`.execute(tx);
  await sql`
    insert into history (id, tenant_id, order_id, document)
    select document ->> 'id', ${tenant.id}, document ->> 'orderId', document
    from unnest(${entries.map((entry) => JSON.stringify(entry))}::jsonb[]) as row (document)`.execute(tx);
  const feed = batch.flatMap(({ order, history }): FeedEntry[] => {
    const audience = audienceOf(order, people);
    const own: FeedEntry = { collection: "orders", documentId: order.id, audience };
    return [own, ...history.map(({ id }): FeedEntry => ({ collection: "history", documentId: id, audience }))];
  });
  await insertFeed(tx, tenant.id, feed);
};

const insertOrders = async (tx: Tx, network: NetworkSeed): Promise<number> => {
  const sender = network.organisations.find(({ kind }) => kind === "distributor");
  if (sender === undefined) throw new Error("The network has no distributor");
  let count = 0;
  let batch: Batch = [];
  for (const order of network.orders()) {
    count += batch.push(order) > 0 ? 1 : 0;
    if (batch.length < ordersPerBatch) continue;
    await insertBatch(tx, network, sender.id, batch);
    batch = [];
  }
  if (batch.length > 0) await insertBatch(tx, network, sender.id, batch);
  return count;
};

/** Numbers that the server gives start after the seed's own. */
const startNumbersAfter = (tx: Tx, count: number): Promise<unknown> =>
  sql`select setval('order_numbers', 100000 + ${count}::bigint + 1, false)`.execute(tx);

/**
 * Stores the network in one transaction, so that a start that was interrupted leaves an empty database.
 * @returns the number of its orders, or `undefined` when the database has a tenant already.
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
    const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
    await insertFeed(tx, tenant.id, [
      ...organisations.map(({ id }): FeedEntry => ({
        collection: "organisations",
        documentId: id,
        audience: audienceOfOrganisation(id, people, byId),
      })),
      ...people.map(({ id, organisationId }): FeedEntry => ({
        collection: "people",
        documentId: id,
        audience: audienceOfPerson(organisationId, people),
      })),
    ]);
    const count = await insertOrders(tx, network);
    await startNumbersAfter(tx, count);
    return count;
  });
