import type { FilledMangoQuery } from "rxdb";
import type { SQLInputValue } from "node:sqlite";
import type { CollectionTable } from "./collection-table.ts";
import { selectorToSql } from "./selector-to-sql.ts";

/** How one query is split between SQLite and JavaScript. */
export type QueryPlan = {
  where: string;
  params: readonly SQLInputValue[];
  /** SQL's order, or `undefined` when the rows must be sorted here. */
  orderBy: string | undefined;
  /** Whether rows that SQL lets through must still be asked by RxDB's matcher. */
  mustFilter: boolean;
  skip: number;
  /** `Infinity` for no limit. */
  limit: number;
};

/** The part of a prepared query that does not depend on the document type. */
export type MangoQuery = Pick<FilledMangoQuery<unknown>, "selector" | "skip" | "limit"> & {
  sort: readonly Record<string, "asc" | "desc">[];
};

/** Decides which part of the query SQLite can answer exactly as RxDB would. */
export function planQuery(table: CollectionTable, query: MangoQuery): QueryPlan {
  const condition = selectorToSql(query.selector, table.layout.columnByPath);
  const skip = query.skip || 0;
  const limit = query.limit ?? Infinity;
  if (table.hasIrregular()) {
    // Those rows cannot be judged by their columns: let all of them through, and judge and sort everything here.
    const where = condition.sql === "1" ? "1" : `(${condition.sql} OR irregular = 1)`;
    return { where, params: condition.params, orderBy: undefined, mustFilter: true, skip, limit };
  }
  const orderBy = orderToSql(table, query.sort);
  return { where: condition.sql, params: condition.params, orderBy, mustFilter: !condition.isExact, skip, limit };
}

/**
 * The statement that gives the documents of a plan; skip and limit are in it only when SQL alone decides.
 *
 * It finds and orders row numbers first and fetches documents last: rows that are skipped, and rows that only
 * take part in sorting, never leave the index. CROSS JOIN is SQLite's word for "in this order of loops".
 */
export function documentsStatement(table: CollectionTable, plan: QueryPlan): [string, ...SQLInputValue[]] {
  const orderBy = plan.orderBy === undefined ? "" : ` ORDER BY ${plan.orderBy}`;
  const rows = `SELECT seq FROM ${table.name} WHERE ${plan.where}${orderBy} LIMIT ? OFFSET ?`;
  const sql = `SELECT d.seq, d.data FROM (${rows}) AS p CROSS JOIN ${table.name} AS d ON d.seq = p.seq`;
  return isDecidedBySql(plan)
    ? [sql, ...plan.params, plan.limit === Infinity ? -1 : plan.limit, plan.skip]
    : [sql, ...plan.params, -1, 0];
}

/** The statement that counts the rows of a plan, before skip and limit. */
export function countStatement(table: CollectionTable, plan: QueryPlan): [string, ...SQLInputValue[]] {
  return [`SELECT count(*) AS count FROM ${table.name} WHERE ${plan.where}`, ...plan.params];
}

/** Whether the rows of the statement are the answer as they come. */
export function isDecidedBySql(plan: QueryPlan): boolean {
  return !plan.mustFilter && plan.orderBy !== undefined;
}

function orderToSql(table: CollectionTable, sort: MangoQuery["sort"]): string | undefined {
  const { columnByPath, primaryPath } = table.layout;
  const terms: string[] = [];
  for (const part of sort) {
    for (const [path, direction] of Object.entries(part)) {
      const column = columnByPath.get(path);
      if (!column) return undefined;
      terms.push(`${column.column} ${direction === "desc" ? "DESC" : "ASC"}`);
    }
  }
  if (!sort.some((part) => primaryPath in part)) terms.push("id ASC");
  return terms.join(", ");
}
