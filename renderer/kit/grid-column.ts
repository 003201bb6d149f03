import type { ReactNode } from "react";

/** One column of a grid: its header, and what it shows of a row. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** A CSS grid track. */
  readonly width: string;
  readonly align?: "end";
  /** The header is for screen readers only: the column is too narrow for it. */
  readonly isHeaderHidden?: boolean;
  readonly cell: (row: Row) => ReactNode;
}
