import type { RxJsonSchema, RxDocumentData } from "rxdb";
import { getPrimaryFieldOfPrimaryKey, getSchemaByObjectPath } from "rxdb";
import type { KeyColumn, KeyKind } from "./key-column.ts";

/** Which columns and indexes the table of a collection has. Derived from the schema alone. */
export type CollectionLayout = {
  primaryPath: string;
  /** Columns for the indexed fields, beside those that every table has. */
  keys: readonly KeyColumn[];
  /** Every column that a query may use, by the path it stands for. */
  columnByPath: ReadonlyMap<string, KeyColumn>;
  /** Each index as its columns in order. */
  indexes: readonly (readonly string[])[];
  hasAttachments: boolean;
};

const DELETED: KeyColumn = { path: "_deleted", column: "deleted", kind: "boolean", isOptional: false };
const LAST_WRITE: KeyColumn = { path: "_meta.lwt", column: "lwt", kind: "number", isOptional: false };

/** The layout for a schema that RxDB has filled up (`fillWithDefaultSettings`). */
export function layoutOf<RxDocType>(schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>): CollectionLayout {
  const primaryPath: string = getPrimaryFieldOfPrimaryKey(schema.primaryKey);
  const columnByPath = new Map<string, KeyColumn>(
    [{ path: primaryPath, column: "id", kind: "string" as const, isOptional: false }, DELETED, LAST_WRITE].map(
      (column) => [column.path, column],
    ),
  );
  const keys: KeyColumn[] = [];
  const indexes: string[][] = [];
  for (const declared of schema.indexes ?? []) {
    const paths: string[] = typeof declared === "string" ? [declared] : [...declared];
    // RxDB adds this one to every schema for change iteration, which rides on the sequence here.
    if (paths.length === 2 && paths[0] === LAST_WRITE.path && paths[1] === primaryPath) continue;
    const columns: string[] = [];
    for (const path of paths) {
      let column = columnByPath.get(path);
      if (!column) {
        const kind = kindOf(getSchemaByObjectPath(schema, path));
        if (!kind) break;
        column = { path, column: `k${keys.length}`, kind, isOptional: true };
        keys.push(column);
        columnByPath.set(path, column);
      }
      columns.push(column.column);
    }
    if (columns.length === paths.length) indexes.push(columns);
  }
  return { primaryPath, keys, columnByPath, indexes, hasAttachments: schema.attachments !== undefined };
}

function kindOf(fieldSchema: { type?: unknown } | undefined): KeyKind | undefined {
  switch (fieldSchema?.type) {
    case "string":
      return "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return undefined;
  }
}
