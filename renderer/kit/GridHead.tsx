/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the rows below cannot be parts of a table element */
import { classNames } from "./class-names.ts";
import type { Column } from "./grid-column.ts";
import styles from "./row-grid.module.css";

/** The names of a grid's columns, in its first row. */
export const GridHead = <Row,>({ columns }: { readonly columns: readonly Column<Row>[] }) => (
  <div role="rowgroup" className={styles["head"]}>
    <div role="row" aria-rowindex={1} className={styles["row"]}>
      {columns.map(({ id, header, align, isHeaderHidden }) => (
        <div key={id} role="columnheader" className={classNames(styles["header"], align && styles[align])}>
          <span className={isHeaderHidden ? "visually-hidden" : undefined}>{header}</span>
        </div>
      ))}
    </div>
  </div>
);
