import type { ColumnType } from "kysely";

/** A jsonb column: written as JSON text, read as the document, which was checked when it was written. */
export type Document<Type> = ColumnType<Type, string, string>;

/** Every table by name. Each is declared beside the code that owns it, so that `foundation` does not depend on any. */
export interface Schema {}
