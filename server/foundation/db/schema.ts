import type { ColumnType } from "kysely";

/** A jsonb column: read as the document that was checked when it was written, written as JSON text. */
export type Document<Type> = ColumnType<Type, string, string>;

/** Every table, by its name. Whoever keeps one declares it beside the code that does, so that this floor knows of none. */
export interface Schema {}
