/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed one by one cannot be parts of a table element */
import type { Ref } from "react";
import { memo } from "react";

import { screenWords } from "./screen-words.ts";
import { classNames } from "./class-names.ts";
import type { Column } from "./grid-column.ts";
import styles from "./row-grid.module.css";

interface GridRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** Distance from the top of the list, in pixels. */
  readonly top: number;
  readonly height: number;
  readonly columns: readonly Column<Row>[];
  readonly row: Row | undefined;
  readonly isActive: boolean;
  readonly isWrapping: boolean;
  readonly measure: Ref<HTMLDivElement> | undefined;
}

const RowOfGrid = <Row,>(props: GridRowProps<Row>) => {
  const { id, index, top, height, columns, row, isActive, isWrapping, measure } = props;
  const t = screenWords("kit");
  return (
    <div
      ref={measure}
      id={id}
      data-index={index}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      aria-busy={row === undefined}
      className={classNames(styles["row"], styles["line"], isWrapping && styles["wrapping"])}
      style={{ minBlockSize: height, transform: `translateY(${top}px)` }}
    >
      {row === undefined ? (
        <div role="gridcell" className={styles["placeholder"]} aria-label={t("loadingRow")} />
      ) : (
        columns.map(({ id: column, align, cell }) => (
          <div key={column} role="gridcell" className={classNames(styles["cell"], align && styles[align])}>
            {cell(row)}
          </div>
        ))
      )}
    </div>
  );
};

/** One row of the grid. It renders again only when its own row, place or state changes, which keeps scrolling smooth. */
export const GridRow = memo(RowOfGrid) as typeof RowOfGrid;
