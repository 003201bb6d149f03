import type { SQLInputValue } from "node:sqlite";
import { encodeScalar, NULL_MARK, type KeyColumn } from "./key-column.ts";

/**
 * A condition that every matching row fulfils. When `isExact`, no other row does, so nothing is left to check.
 * It holds for rows whose indexed fields have their declared types; see `hasIrregular`.
 */
export type Condition = { sql: string; params: readonly SQLInputValue[]; isExact: boolean };

type Columns = ReadonlyMap<string, KeyColumn>;

const ANY_ROW: Condition = { sql: "1", params: [], isExact: true };
const NO_ROW: Condition = { sql: "0", params: [], isExact: true };
/** For what only RxDB's own matcher can decide. */
const UNDECIDED: Condition = { sql: "1", params: [], isExact: false };

/** More values are bound as one, so that a statement is the same whatever their number. */
const MOST_BOUND = 100;

/** SQLite's JSON ends a text at a NUL, and rounds numbers in its own way. */
const isSafeInJson = (value: SQLInputValue): boolean => typeof value === "string" && !value.includes("\0");

/** Translates as much of a Mango selector as means the same in SQL. */
export function selectorToSql(selector: unknown, columns: Columns): Condition {
  if (!isPlainObject(selector)) return UNDECIDED;
  const parts = Object.entries(selector).map(([key, expression]): Condition => {
    if (key === "$and") return everyOf(expression, columns);
    if (key === "$or") return someOf(expression, columns);
    if (key === "$nor") return not(someOf(expression, columns));
    const column = columns.get(key);
    return column ? fieldToSql(column, expression) : UNDECIDED;
  });
  return and(parts);
}

function everyOf(selectors: unknown, columns: Columns): Condition {
  if (!Array.isArray(selectors)) return UNDECIDED;
  return and(selectors.map((selector) => selectorToSql(selector, columns)));
}

function someOf(selectors: unknown, columns: Columns): Condition {
  if (!Array.isArray(selectors)) return UNDECIDED;
  return or(selectors.map((selector) => selectorToSql(selector, columns)));
}

function fieldToSql(column: KeyColumn, expression: unknown): Condition {
  if (!isPlainObject(expression)) return equal(column, expression);
  const operators = Object.entries(expression);
  if (!operators.some(([name]) => name.startsWith("$"))) return UNDECIDED;
  return and(operators.map(([name, operand]) => operatorToSql(column, name, operand)));
}

function operatorToSql(column: KeyColumn, operator: string, operand: unknown): Condition {
  switch (operator) {
    case "$eq":
      return equal(column, operand);
    case "$ne":
      return not(equal(column, operand));
    case "$in":
      return oneOf(column, operand);
    case "$nin":
      return not(oneOf(column, operand));
    case "$gt":
      return compare(column, ">", operand);
    case "$gte":
      return compare(column, ">=", operand);
    case "$lt":
      return below(column, "<", operand);
    case "$lte":
      return below(column, "<=", operand);
    case "$exists":
      return operand ? not(missing(column)) : missing(column);
    case "$not":
      return not(fieldToSql(column, operand));
    default:
      return UNDECIDED;
  }
}

function equal(column: KeyColumn, operand: unknown): Condition {
  if (operand === null) return missingOrNull(column);
  return compare(column, "=", operand);
}

function compare(column: KeyColumn, comparison: string, operand: unknown): Condition {
  const value = encodeScalar(column.kind, operand);
  if (value !== undefined) return exact(`${column.column} ${comparison} ?`, value);
  // Values of different types are never equal, smaller or greater.
  return isScalar(operand) ? NO_ROW : UNDECIDED;
}

/** `null` is stored below all values of the kind, so an upper bound alone would let it in. */
function below(column: KeyColumn, comparison: string, operand: unknown): Condition {
  const bound = compare(column, comparison, operand);
  if (bound === UNDECIDED || !column.isOptional) return bound;
  return and([bound, exact(`${column.column} > ${NULL_MARK[column.kind]}`)]);
}

function oneOf(column: KeyColumn, operand: unknown): Condition {
  if (!Array.isArray(operand)) return UNDECIDED;
  const values: SQLInputValue[] = [];
  let acceptsNull = false;
  for (const item of operand as unknown[]) {
    const value = encodeScalar(column.kind, item);
    if (value !== undefined) values.push(value);
    else if (item === null) acceptsNull = true;
    else if (!isScalar(item)) return UNDECIDED;
  }
  const listed = values.length === 0 ? NO_ROW : among(column, values);
  return acceptsNull ? or([listed, missingOrNull(column)]) : listed;
}

function among({ column }: KeyColumn, values: readonly SQLInputValue[]): Condition {
  if (values.length <= MOST_BOUND) return exact(`${column} IN (${marks(values)})`, ...values);
  if (!values.every(isSafeInJson)) return UNDECIDED;
  return exact(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
}

function missing(column: KeyColumn): Condition {
  return column.isOptional ? exact(`${column.column} IS NULL`) : NO_ROW;
}

function missingOrNull(column: KeyColumn): Condition {
  if (!column.isOptional) return NO_ROW;
  return or([missing(column), exact(`${column.column} = ${NULL_MARK[column.kind]}`)]);
}

/** Conditions of which one is only necessary stay necessary together. */
function and(conditions: readonly Condition[]): Condition {
  const isExact = conditions.every((condition) => condition.isExact);
  const telling = conditions.filter((condition) => condition.sql !== "1");
  if (telling.some((condition) => condition.sql === "0")) return NO_ROW;
  if (telling.length === 0) return isExact ? ANY_ROW : UNDECIDED;
  return { sql: join(telling, " AND "), params: telling.flatMap((condition) => condition.params), isExact };
}

function or(conditions: readonly Condition[]): Condition {
  const isExact = conditions.every((condition) => condition.isExact);
  const possible = conditions.filter((condition) => condition.sql !== "0");
  if (possible.length === 0) return NO_ROW;
  if (possible.some((condition) => condition.sql === "1")) return isExact ? ANY_ROW : UNDECIDED;
  return { sql: join(possible, " OR "), params: possible.flatMap((condition) => condition.params), isExact };
}

/** SQL's NOT keeps NULL as NULL; a missing field must count as "does not match", so its negation matches. */
function not(condition: Condition): Condition {
  if (!condition.isExact) return UNDECIDED;
  return { sql: `(${condition.sql}) IS NOT TRUE`, params: condition.params, isExact: true };
}

function exact(sql: string, ...params: SQLInputValue[]): Condition {
  return { sql, params, isExact: true };
}

function join(conditions: readonly Condition[], word: string): string {
  const [only] = conditions;
  if (conditions.length === 1 && only) return only.sql;
  return `(${conditions.map((condition) => condition.sql).join(word)})`;
}

function marks(values: readonly unknown[]): string {
  return values.map(() => "?").join(", ");
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && isFinite(value));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
