import { describe, expect, it } from "vitest";
import { planQuery, countStatement, documentsStatement } from "./query-plan.ts";
import { CollectionTable } from "./collection-table.ts";
import { layoutOf } from "./collection-layout.ts";
import { filledNoteSchema, insert, note, openStoredNotes, prepared } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

async function openTable(): Promise<CollectionTable> {
  const notes = await openStoredNotes(temporaryDirectory());
  await insert(
    notes,
    ...Array.from({ length: 2_000 }, (_, n) => note(`n${n}`, { pinned: n % 2 === 0, rank: n, title: `t${n}` })),
  );
  const { file, tableName } = notes.internals;
  return new CollectionTable(file, tableName, layoutOf(filledNoteSchema()));
}

type Query = Parameters<typeof prepared>[0];

function plan(table: CollectionTable, query: Query): ReturnType<typeof planQuery> {
  return planQuery(table, prepared(query).query);
}

function explain(table: CollectionTable, [sql, ...params]: ReturnType<typeof documentsStatement>): string[] {
  return table.file.database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...params)
    .map((step) => String(step["detail"]));
}

describe("the query plan", { timeout: 60_000 }, () => {
  it("pages through an index without sorting, and fetches only the documents of the page", async () => {
    const table = await openTable();
    const page: Query = { selector: { pinned: true }, sort: [{ rank: "asc" }, { id: "asc" }], skip: 900, limit: 50 };
    const steps = explain(table, documentsStatement(table, plan(table, page)));
    expect(steps).toContain(`SEARCH ${table.name} USING COVERING INDEX ${table.name}_by_1 (deleted=? AND k1=?)`);
    expect(steps).toContain("SEARCH d USING INTEGER PRIMARY KEY (rowid=?)");
    expect(steps.join()).not.toContain("TEMP B-TREE");
  });

  it("decodes no document outside of the page", async () => {
    const table = await openTable();
    const page: Query = { selector: { pinned: true }, sort: [{ rank: "asc" }], skip: 900, limit: 50 };
    expect(table.file.statements.all(...documentsStatement(table, plan(table, page)))).toHaveLength(50);
  });

  it.for<[string, Query, string]>([
    ["equality", { selector: { title: "t5" } }, "_by_0 (deleted=? AND k0=?)"],
    [
      "a range",
      { selector: { pinned: true, rank: { $gt: 5, $lt: 9 } } },
      "_by_1 (deleted=? AND k1=? AND k2>? AND k2<?)",
    ],
    ["an upper bound", { selector: { title: { $lt: "t2" } } }, "_by_0 (deleted=? AND k0>? AND k0<?)"],
    ["a list", { selector: { pinned: true, title: { $in: ["t2", "t4"] } } }, "_by_2 (deleted=? AND k1=? AND k0=?)"],
    ["a nested field", { selector: { "place.floor": 3 } }, "_by_3 (deleted=? AND k3=?)"],
    [
      "conditions in $and",
      { selector: { $and: [{ pinned: true }, { rank: 3 }] } },
      "_by_1 (deleted=? AND k1=? AND k2=?)",
    ],
  ])("searches and counts by index for %s", async ([, query, expected]) => {
    const table = await openTable();
    const planned = plan(table, query);
    expect(planned.mustFilter).toBe(false);
    expect(explain(table, documentsStatement(table, planned)).join("\n")).toContain(expected);
    expect(explain(table, countStatement(table, planned))).toEqual([
      `SEARCH ${table.name} USING COVERING INDEX ${table.name}${expected}`,
    ]);
  });

  it("passes over a long list of rows within the index, and asks RxDB about none", async () => {
    const table = await openTable();
    const titles = Array.from({ length: 1_500 }, (_, n) => `t${n}`);
    const page: Query = { selector: { pinned: true, title: { $nin: titles } }, sort: [{ title: "asc" }], limit: 50 };
    const planned = plan(table, page);
    expect(planned.mustFilter).toBe(false);
    expect(planned.params.length).toBeLessThan(5);
    expect(explain(table, documentsStatement(table, planned)).join("\n")).toContain(
      `SEARCH ${table.name} USING COVERING INDEX ${table.name}_by_2 (deleted=? AND k1=?)`,
    );
    expect(table.file.statements.all(...documentsStatement(table, planned))).toHaveLength(50);
  });

  it("narrows by index what only RxDB can decide in full", async () => {
    const table = await openTable();
    const planned = plan(table, { selector: { title: "t5", text: { $regex: "x" } } });
    expect(planned.mustFilter).toBe(true);
    expect(explain(table, documentsStatement(table, planned)).join()).toContain("_by_0 (deleted=? AND k0=?)");
  });

  it("has a real index for each that the schema declares", async () => {
    const table = await openTable();
    const indexes = table.file.database
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE ? ORDER BY name")
      .all("%\\_by\\_%".replaceAll("\\", ""));
    expect(indexes.map((index) => String(index["sql"]).replace(/.*\(/, "("))).toEqual([
      "(deleted, k0, id)",
      "(deleted, k1, k2, id)",
      "(deleted, k1, k0, id)",
      "(deleted, k3, id)",
    ]);
  });
});
