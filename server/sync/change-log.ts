import { sql } from "kysely";

import type { CollectionName } from "#shared/contract/protocol.ts";
import type { PersonId } from "#shared/domain/ids.ts";

import type { Database, Tx } from "#server/db/database.ts";

/** A document that was written or shown to more people. */
export interface Change {
  readonly collection: CollectionName;
  readonly documentId: string;
  readonly audience: readonly PersonId[];
  /** `whole`: whoever had the document and is not in the audience loses it. `more`: the audience comes on top. */
  readonly audienceIs: "whole" | "more";
}

/** What one commit changed, for whom. */
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
  /** The document as JSON text, `null` when it left the person's scope. */
  readonly document: string | null;
}

/** The seam to what keeps the changes: appended inside the writing transaction, read after a position. */
export interface ChangeLog {
  append(tx: Tx, tenantId: string, changes: readonly Change[]): Promise<Commit>;
  read(personId: PersonId, collection: CollectionName, after: Position, limit: number): Promise<LogRow[]>;
}

interface FeedRow {
  readonly personId: PersonId;
  readonly change: Change;
  readonly isDeleted: boolean;
}

const entering = (changes: readonly Change[]): FeedRow[] =>
  changes.flatMap((change) => change.audience.map((personId) => ({ personId, change, isDeleted: false })));

/** The people who had one of the documents and may not see it any more. */
const leaving = async (tx: Tx, all: readonly Change[]): Promise<FeedRow[]> => {
  const changes = all.filter(({ audienceIs }) => audienceIs === "whole");
  if (changes.length === 0) return [];
  const holders = await tx
    .selectFrom("feed")
    .select(["person_id", "collection", "document_id"])
    .where("is_deleted", "=", false)
    .where((feed) =>
      feed.or(
        changes.map(({ collection, documentId, audience }) =>
          feed.and([
            feed("collection", "=", collection),
            feed("document_id", "=", documentId),
            sql<boolean>`person_id <> all(${[...audience]})`,
          ]),
        ),
      ),
    )
    .execute();
  return holders.flatMap(({ person_id: personId, collection, document_id: documentId }) => {
    const change = changes.find((one) => one.collection === collection && one.documentId === documentId);
    return change === undefined ? [] : [{ personId, change, isDeleted: true }];
  });
};

const changedBy = (rows: readonly FeedRow[]): Commit["changed"] => {
  const changed = new Map<PersonId, Set<CollectionName>>();
  for (const { personId, change } of rows) {
    const collections = changed.get(personId) ?? new Set();
    changed.set(personId, collections.add(change.collection));
  }
  return changed;
};

/**
 * Takes the tenant's next number and writes the rows with it, in one statement. It must be the last statement of the
 * transaction: the tenant's row stays locked until the commit, so commits become visible in the order of their numbers
 * and a reader who has seen one number never finds a smaller one later.
 */
const write = async (tx: Tx, tenantId: string, rows: readonly FeedRow[]): Promise<number> => {
  const { rows: counted } = await sql<{ counter: number }>`
    with counted as (update tenants set counter = counter + 1 where id = ${tenantId} returning counter),
    written as (
      insert into feed (tenant_id, person_id, collection, document_id, sequence, is_deleted)
      select ${tenantId}, person_id, collection, document_id, counter, is_deleted
      from counted, unnest(
        ${rows.map(({ personId }) => personId)}::text[],
        ${rows.map(({ change }) => change.collection)}::text[],
        ${rows.map(({ change }) => change.documentId)}::text[],
        ${rows.map(({ isDeleted }) => isDeleted)}::boolean[]
      ) as row (person_id, collection, document_id, is_deleted)
      on conflict (collection, document_id, person_id)
      do update set sequence = excluded.sequence, is_deleted = excluded.is_deleted
    )
    select counter from counted`.execute(tx);
  const [tenant] = counted;
  if (tenant === undefined) throw new Error("The tenant of this change does not exist");
  return tenant.counter;
};

/** The log as a table of the same database. */
export const tableChangeLog = (db: Database): ChangeLog => ({
  append: async (tx, tenantId, changes) => {
    const rows = [...entering(changes), ...(await leaving(tx, changes))];
    return { tenantId, sequence: await write(tx, tenantId, rows), changed: changedBy(rows) };
  },

  read: async (personId, collection, after, limit) => {
    // A person's commands are keyed with the person: the same id may have been pushed by somebody else.
    const own = collection === "commands" ? sql`and source.person_id = page.person_id` : sql``;
    // The document is looked up row by row: a join would read the whole table where its statistics are old.
    const { rows } = await sql<LogRow>`
      select sequence, document_id as "documentId", case when not is_deleted then (
        select source.document::text from ${sql.table(collection)} source where source.id = page.document_id ${own}
      ) end as document
      from feed page
      where person_id = ${personId} and collection = ${collection}
        and (sequence, document_id) > (${after.sequence}, ${after.documentId})
      order by sequence, document_id
      limit ${limit}`.execute(db);
    return rows;
  },
});
