import type { CollectionLayout } from "./collection-layout.ts";
import type { SqliteFile } from "./sqlite-file.ts";

/*
 * Without statistics SQLite believes that an equality on the first column of any index leaves ten rows. The first
 * column of ours is `deleted`, which leaves nearly all of them, so plans would be badly wrong. Measured statistics
 * would change plans with the moment of measuring. So each index gets these fixed ones when it is created:
 * https://www.sqlite.org/fileformat2.html#stat1tab
 */
const ROWS = 1_000_000;
/** How many times fewer rows are left after an equality on a column of this kind. */
const TIMES_FEWER = { deleted: 1, boolean: 2, other: 50 };

/** Tells SQLite's planner what the indexes of a new collection table are worth. */
export function writePlannerStatistics(file: SqliteFile, table: string, layout: CollectionLayout): void {
  // Makes the statistics table where there is none; there is nothing to measure in an unrelated empty one.
  file.database.exec("ANALYZE sqlite_schema");
  const write = (index: string, statistics: string): number =>
    file.statements.run("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", table, index, statistics);
  write(`sqlite_autoindex_${table}_1`, `${ROWS} 1`);
  write(`${table}_tombstones`, `${ROWS / 100} 10`);
  write(`${table}_irregular`, "10 1");
  const kindOf = new Map([...layout.columnByPath.values()].map((column) => [column.column, column.kind]));
  layout.indexes.forEach((columns, position) => {
    let left = ROWS;
    const leftAfter = columns.map((column) => {
      if (column === "id") left = 1;
      else if (kindOf.get(column) === "boolean")
        left /= column === "deleted" ? TIMES_FEWER.deleted : TIMES_FEWER.boolean;
      else left = Math.max(1, Math.ceil(left / TIMES_FEWER.other));
      return left;
    });
    write(`${table}_by_${position}`, [ROWS, ...leftAfter].join(" "));
  });
  // Loads what was just written into this connection.
  file.database.exec("ANALYZE sqlite_schema");
}
