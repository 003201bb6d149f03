import type { SQLInputValue } from "node:sqlite";
import { inUtf16Order } from "./utf16-order.ts";

/** The type that the schema declares for an indexed field. */
export type KeyKind = "string" | "number" | "boolean";

/** A column that holds the value of one indexed field, in a form whose SQLite order is RxDB's order. */
export type KeyColumn = {
  /** The field's path in the document, as in the schema: `a` or `a.b`. */
  path: string;
  column: string;
  kind: KeyKind;
  /** Whether the field may be missing or null; `_deleted`, `_meta.lwt` and the primary key never are. */
  isOptional: boolean;
};

/**
 * A value in a key column: `regular` when SQL comparisons of the column mean what RxDB means. A missing field is
 * NULL, which SQLite sorts first, as RxDB does. Anything else than the declared type is irregular.
 */
export type KeyValue = { regular: boolean; value: SQLInputValue };

/** SQL for the stored form of `null`: after a missing field and before every value of the column's kind. */
export const NULL_MARK: Readonly<Record<KeyKind, string>> = { string: "0", number: "-9e999", boolean: "-1" };

const NULL_VALUE: Readonly<Record<KeyKind, number>> = { string: 0, number: -Infinity, boolean: -1 };

/** The declared SQLite type of the column. None for strings: the mark of `null` must stay a number. */
export const COLUMN_TYPE: Readonly<Record<KeyKind, string>> = { string: "", number: "NUMERIC", boolean: "INTEGER" };

const MISSING: KeyValue = { regular: true, value: null };
const IRREGULAR: KeyValue = { regular: false, value: null };

/** The column value of a field, as it will be after the document went through JSON. */
function keyValueOf(kind: KeyKind, value: unknown): KeyValue {
  if (value === undefined) return MISSING;
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) {
    return { regular: true, value: NULL_VALUE[kind] };
  }
  const encoded = encodeScalar(kind, value);
  return encoded === undefined ? IRREGULAR : { regular: true, value: encoded };
}

/** The column form of a value of the column's own kind, or `undefined` for any other value. */
export function encodeScalar(kind: KeyKind, value: unknown): string | number | undefined {
  if (kind === "string") return typeof value === "string" ? inUtf16Order(value) : undefined;
  if (kind === "number") return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  return undefined;
}

/** A function that reads the column value of one path from a document. */
export function keyReader(path: string, kind: KeyKind): (document: object) => KeyValue {
  const steps = path.split(".");
  return (document) => {
    let value: unknown = document;
    for (const step of steps) {
      if (value === undefined || value === null) return MISSING;
      if (typeof value !== "object" || Array.isArray(value)) return IRREGULAR;
      value = Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
    }
    return keyValueOf(kind, value);
  };
}
