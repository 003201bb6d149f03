import type { CollectionTable } from "./collection-table.ts";
import { countStatement, documentsStatement, isDecidedBySql, type QueryPlan } from "./query-plan.ts";
import type { StatementCache } from "./statement-cache.ts";
import type { StoredDocument } from "./stored-document.ts";
import { TimeSlice } from "./time-slices.ts";

/** RxDB's own judgement, for what SQL does not decide. Built only when asked for. */
type QueryJudge = {
  matches(): (document: StoredDocument) => boolean;
  order(): (a: StoredDocument, b: StoredDocument) => number;
};

/** A read in slices, of a state that does not change meanwhile. */
export type LongRead = {
  table: CollectionTable;
  /** Of a connection that sees one state of the file. */
  statements: StatementCache;
  plan: QueryPlan;
  judge: QueryJudge;
  signal: AbortSignal | undefined;
};

/** So many documents are read in one step: no long time, and faster than row by row. */
const PAGE = 100;

/** Whether the plan's documents come from SQLite as they are wanted, and are few. */
export function isOnePage(plan: QueryPlan): boolean {
  return isDecidedBySql(plan) && plan.limit <= PAGE;
}

/** The documents of such a plan. */
export function readPage(table: CollectionTable, plan: QueryPlan): StoredDocument[] {
  return table.file.statements.all(...documentsStatement(table, plan)).map((row) => table.decode(row));
}

/** The documents of any plan, in order. @throws the signal's reason. */
export async function readLong(long: LongRead): Promise<StoredDocument[]> {
  const { plan, judge } = long;
  const found: StoredDocument[] = [];
  const matches = plan.mustFilter ? judge.matches() : undefined;
  // In SQL's order, the rows after the last one wanted need not be read.
  const enough = plan.orderBy === undefined || isDecidedBySql(plan) ? Infinity : plan.skip + plan.limit;
  if (enough === 0) return [];
  await eachDocument(long, (document) => {
    if (!matches || matches(document)) found.push(document);
    return found.length < enough;
  });
  if (isDecidedBySql(plan)) return found;
  if (plan.orderBy === undefined) found.sort(judge.order());
  return found.slice(plan.skip, plan.skip + plan.limit);
}

/** How many documents a plan has that SQL alone decides. */
export function countDecided(table: CollectionTable, plan: QueryPlan): number {
  const row = table.file.statements.get(...countStatement(table, plan));
  return within(plan, Number(row?.["count"]));
}

/** How many documents a plan has of which each must be judged. @throws the signal's reason. */
export async function countJudged(long: LongRead): Promise<number> {
  const matches = long.judge.matches();
  let count = 0;
  await eachDocument({ ...long, plan: { ...long.plan, orderBy: undefined } }, (document) => {
    if (matches(document)) count++;
    return true;
  });
  return within(long.plan, count);
}

/** Hands over the plan's rows one by one as long as `visit` wants more, with pauses for the event loop. */
async function eachDocument(
  { table, statements, plan, signal }: LongRead,
  visit: (document: StoredDocument) => boolean,
): Promise<void> {
  const slice = new TimeSlice();
  signal?.throwIfAborted();
  for (const row of statements.iterate(...documentsStatement(table, plan))) {
    if (!visit(table.decode(row))) return;
    if (!slice.isUp) continue;
    await slice.pause();
    signal?.throwIfAborted();
  }
}

function within({ skip, limit }: QueryPlan, count: number): number {
  return Math.max(0, Math.min(count - skip, limit));
}
