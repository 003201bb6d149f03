import type { CompiledQuery, Generated, RawBuilder } from "kysely";
import { sql } from "kysely";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { PersonId, PolicyId } from "@countersign/shared/domain/ids.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { InFlight } from "#server/foundation/db/pipeline.ts";
import { sendStatement, pipeline } from "#server/foundation/db/pipeline.ts";
import { isRedactedFor } from "#server/records/visibility/redacted-order.ts";

/** One distributor's network. `counter` counts its commits; `epoch` names one lifetime of its data. */
interface TenantTable {
  id: string;
  name: string;
  epoch: string;
  counter: Generated<number>;
  default_policy_id: PolicyId | null;
}

/** The change log: one row per person and document that the person may see or once could. */
interface ChangeLogTable {
  tenant_id: string;
  person_id: PersonId;
  collection: CollectionName;
  document_id: string;
  sequence: number;
  is_deleted: boolean;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    tenants: TenantTable;
    change_log: ChangeLogTable;
  }
}

/** A document that was written, or became visible to more people. */
export interface DocumentChange {
  readonly collection: CollectionName;
  readonly documentId: string;
  readonly audience: readonly PersonId[];
  /** `whole`: holders of the document who are not in the audience lose it. `more`: the audience is added to them. */
  readonly audienceIs: "whole" | "more";
}

/** What one commit changed, and for whom. */
export interface Commit {
  readonly tenantId: string;
  readonly sequence: number;
  readonly changed: ReadonlyMap<PersonId, ReadonlySet<CollectionName>>;
}

/** A place in one person's log of one collection. */
export interface Position {
  readonly sequence: number;
  readonly documentId: string;
}

export interface LogRow extends Position {
  /** The document as JSON text; `null` if it left the person's scope. */
  readonly document: string | null;
  /** Whether the text is already redacted for this person; otherwise it still has to be. */
  readonly isReadable: boolean;
  /** The tenant's number when the row was read: while it is unchanged, so is the row. */
  readonly asOf: number;
}

/** What changed for one person in one collection after a commit. */
export interface CollectionNews {
  readonly collection: CollectionName;
  /** A device that has everything up to here lacks nothing but the rows. */
  readonly after: Position;
  readonly rows: readonly LogRow[];
}

interface AskedNews {
  readonly personId: PersonId;
  readonly collections: readonly CollectionName[];
  readonly since: number;
  /** The most rows per collection. */
  readonly limit: number;
}

/** The seam to the store of changes: appended in the writing transaction, read from a position on. */
export interface ChangeLog {
  /** Resolves when the changes have been sent: only the commit may follow. */
  append(tx: Tx, tenantId: string, changes: readonly DocumentChange[]): Promise<InFlight<Commit>>;
  read(personId: PersonId, collection: CollectionName, after: Position, limit: number): Promise<LogRow[]>;
  /** The number of the last commit that changed something for this person, for each collection in which one did. */
  latest(personId: PersonId): Promise<readonly { readonly collection: CollectionName; readonly sequence: number }[]>;
  /**
   * The first rows of the commits after number `since`, for each of the collections, and what `afterwards` reads after all
   * of them in the same round trip to the database.
   */
  news<Row>(
    asked: AskedNews,
    afterwards: CompiledQuery<Row>,
  ): Promise<{ news: readonly CollectionNews[]; afterwards: readonly Row[] }>;
}

/** A person who is told of a change in a collection. */
interface Subscriber {
  readonly personId: PersonId;
  readonly collection: CollectionName;
}

const changedBy = (subscribers: readonly Subscriber[]): Commit["changed"] => {
  const changed = new Map<PersonId, Set<CollectionName>>();
  for (const { personId, collection } of subscribers) {
    const collections = changed.get(personId) ?? new Set();
    changed.set(personId, collections.add(collection));
  }
  return changed;
};

interface Appended {
  readonly counter: number;
  /** The people who had one of the documents and may no longer see it. */
  readonly leaving: readonly Subscriber[];
}

/**
 * Takes the tenant's next number and writes the rows with it, in one statement. It must be the transaction's last
 * statement: the tenant's row stays locked until the commit, so commits become visible in the order of their numbers, and
 * a reader who has seen one number never finds a smaller one later.
 */
const appending = (tx: Tx, tenantId: string, changes: readonly DocumentChange[]): CompiledQuery<Appended> => {
  const entering = changes.flatMap((change) => change.audience.map((personId) => ({ ...change, personId })));
  const whole = changes.filter(({ audienceIs }) => audienceIs === "whole");
  // The holders are looked up document by document: with outdated statistics, a join would read the whole log.
  return sql<Appended>`
    with entering as (
      select person_id, collection, document_id from unnest(
        ${entering.map(({ personId }) => personId)}::text[],
        ${entering.map(({ collection }) => collection)}::text[],
        ${entering.map(({ documentId }) => documentId)}::text[]
      ) as row (person_id, collection, document_id)
    ),
    leaving as (
      select holder.person_id, whole.collection, whole.document_id
      from unnest(
        ${whole.map(({ collection }) => collection)}::text[],
        ${whole.map(({ documentId }) => documentId)}::text[]
      ) as whole (collection, document_id),
      lateral (
        select person_id from change_log
        where collection = whole.collection and document_id = whole.document_id and not is_deleted offset 0
      ) holder
      where (holder.person_id, whole.collection, whole.document_id) not in (table entering)
    ),
    counted as (update tenants set counter = counter + 1 where id = ${tenantId} returning counter),
    written as (
      insert into change_log (tenant_id, person_id, collection, document_id, sequence, is_deleted)
      select ${tenantId}, person_id, collection, document_id, counter, is_deleted
      from (select *, false from entering union all select *, true from leaving)
        as row (person_id, collection, document_id, is_deleted)
      -- Without its tenant a row has no number, and is refused with everything before it.
      left join counted on true
      on conflict (collection, document_id, person_id)
      do update set sequence = excluded.sequence, is_deleted = excluded.is_deleted
    )
    select counter, (
      select coalesce(json_agg(json_build_object('personId', person_id, 'collection', collection)), '[]') from leaving
    ) as leaving
    from counted`.compile(tx);
};

const rowsAfter = (
  personId: PersonId,
  collection: CollectionName,
  after: Position,
  limit: number,
): RawBuilder<LogRow> => {
  // Commands are keyed by id and person: somebody else may have pushed the same id.
  const own = collection === "commands" ? sql`and source.person_id = page.person_id` : sql``;
  const found =
    collection === "orders"
      ? sql`case when ${isRedactedFor(personId)} then source.redacted else source.document::text end as text,
          ${isRedactedFor(personId)} as is_readable`
      : sql`source.document::text as text, false as is_readable`;
  // The documents are looked up row by row: with outdated statistics, a join would read the whole table.
  return sql<LogRow>`
    select sequence, document_id as "documentId", found.text as document, coalesce(found.is_readable, false) as "isReadable",
    (select counter from tenants where id = (select tenant_id from people where id = ${personId})) as "asOf"
    from (
      select sequence, document_id, is_deleted, person_id from change_log
      where person_id = ${personId} and collection = ${collection}
        and (sequence, document_id) > (${after.sequence}, ${after.documentId})
      order by sequence, document_id
      limit ${limit}
    ) page left join lateral (
      select ${found} from ${sql.table(collection)} source where source.id = page.document_id ${own} offset 0
    ) found on not page.is_deleted
    order by sequence, document_id`;
};

const lastUpTo = (personId: PersonId, collection: CollectionName, sequence: number): RawBuilder<Position> =>
  sql<Position>`
    select sequence, document_id as "documentId" from change_log
    where person_id = ${personId} and collection = ${collection} and sequence <= ${sequence}
    order by sequence desc, document_id desc
    limit 1`;

/** Before the first row. */
const beginning: Position = { sequence: 0, documentId: "" };

/** The log as a table in the same database. */
export const tableChangeLog = (db: Database): ChangeLog => ({
  append: async (tx, tenantId, changes) => {
    const underway = await sendStatement(tx, appending(tx, tenantId, changes));
    const entering = changes.flatMap(({ audience, collection }) =>
      audience.map((personId) => ({ personId, collection })),
    );
    return async () => {
      const [appended] = await underway();
      if (appended === undefined) throw new Error("The tenant of this change does not exist");
      const { counter, leaving } = appended;
      return { tenantId, sequence: counter, changed: changedBy([...entering, ...leaving]) };
    };
  },

  read: async (personId, collection, after, limit) =>
    (await rowsAfter(personId, collection, after, limit).execute(db)).rows,

  latest: async (personId) => {
    const { rows } = await sql<{ collection: CollectionName; sequence: number }>`
      select name as collection, last.sequence from unnest(${[...collectionNames]}::text[]) as name, lateral (
        select sequence from change_log where person_id = ${personId} and collection = name order by sequence desc limit 1
      ) last`.execute(db);
    return rows;
  },

  news: async <Row>(
    { personId, collections, since, limit }: AskedNews,
    afterwards: CompiledQuery<Row>,
  ): Promise<{ news: readonly CollectionNews[]; afterwards: readonly Row[] }> => {
    // A document that changes between the statements of a collection comes again with that change.
    const after = { sequence: since + 1, documentId: "" };
    const rows = collections.map((collection) => rowsAfter(personId, collection, after, limit).compile(db));
    const last = collections.map((collection) => lastUpTo(personId, collection, since).compile(db));
    const answers = await pipeline(db, [...rows, ...last, afterwards]);
    const news = collections.map((collection, index) => ({
      collection,
      after: (answers[rows.length + index] as Position[])[0] ?? beginning,
      rows: answers[index] as LogRow[],
    }));
    return { news, afterwards: answers.at(-1) as Row[] };
  },
});
