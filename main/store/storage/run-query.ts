import type { CollectionTable } from "./collection-table.ts";
import { countStatement, documentsStatement, isDecidedBySql, type QueryPlan } from "./query-plan.ts";
import type { StoredDocument } from "./stored-document.ts";
import { TimeSlice } from "./time-slices.ts";

/** RxDB's own judgement, for what SQL does not decide. Built only when asked for. */
export type QueryJudge = {
  matches(): (document: StoredDocument) => boolean;
  order(): (a: StoredDocument, b: StoredDocument) => number;
};

/** A page of this many documents is read in one step, which is faster than row by row. */
const PAGE = 100;

/** The documents of a query, in order. Pauses for the event loop when there are many. */
export async function runQuery(table: CollectionTable, plan: QueryPlan, judge: QueryJudge): Promise<StoredDocument[]> {
  if (isDecidedBySql(plan) && plan.limit <= PAGE) {
    return table.file.statements.all(...documentsStatement(table, plan)).map((row) => table.decode(row));
  }
  const found: StoredDocument[] = [];
  const matches = plan.mustFilter ? judge.matches() : undefined;
  // In SQL's order, the rows after the last one wanted need not be read.
  const enough = plan.orderBy === undefined || isDecidedBySql(plan) ? Infinity : plan.skip + plan.limit;
  const slice = new TimeSlice();
  if (enough > 0) {
    for (const row of table.file.statements.iterate(...documentsStatement(table, plan))) {
      const document = table.decode(row);
      if (!matches || matches(document)) found.push(document);
      if (found.length >= enough) break;
      if (slice.isUp) await slice.pause();
    }
  }
  if (isDecidedBySql(plan)) return found;
  if (plan.orderBy === undefined) found.sort(judge.order());
  return found.slice(plan.skip, plan.skip + plan.limit);
}

/** How many documents the same query would return. Counted in SQL where the selector allows it. */
export async function countQuery(table: CollectionTable, plan: QueryPlan, judge: QueryJudge): Promise<number> {
  let count = 0;
  if (plan.mustFilter) {
    const unordered = { ...plan, orderBy: undefined };
    const matches = judge.matches();
    const slice = new TimeSlice();
    for (const row of table.file.statements.iterate(...documentsStatement(table, unordered))) {
      if (matches(table.decode(row))) count++;
      if (slice.isUp) await slice.pause();
    }
  } else {
    count = Number(table.file.statements.get(...countStatement(table, plan))?.["count"]);
  }
  return Math.max(0, Math.min(count - plan.skip, plan.limit));
}
