/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed one by one cannot be parts of a table element */
import type { CSSProperties, MouseEvent } from "react";
import { useId, useRef } from "react";

import type { Column } from "./grid-column.ts";
import { GridHead } from "./GridHead.tsx";
import { GridRow } from "./GridRow.tsx";
import styles from "./row-grid.module.css";
import { useFirstFocus } from "./use-first-focus.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { headerHeight, useVisibleRows } from "./use-visible-rows.ts";

interface RowGridProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly total: number;
  /** `undefined` while the row is being fetched. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowHeight: number;
  /** Rows may be taller than `rowHeight`: their text wraps. */
  readonly isWrapping?: boolean;
  readonly activeIndex: number;
  readonly onActiveIndexChange: (index: number) => void;
  readonly onShow: (first: number, last: number) => void;
  readonly onOpen: (row: Row) => void;
}

const tracksOf = (columns: readonly Pick<Column<never>, "width">[]): CSSProperties =>
  ({ "--columns": columns.map(({ width }) => width).join(" ") }) as CSSProperties;

const pressedIndex = ({ target }: MouseEvent): number | undefined => {
  const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return pressed === null ? undefined : Number(pressed.dataset["index"]);
};

/**
 * The one table control: a grid of any length that renders only the visible rows. The grid keeps the keyboard
 * focus and points at its active row, so that no focus is lost when a row scrolls away or its order is decided.
 */
export const RowGrid = <Row,>(props: RowGridProps<Row>) => {
  const { label, columns, total, rowAt, rowHeight, isWrapping = false, activeIndex, onShow, onOpen } = props;
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);

  const { virtualizer, first, last } = useVisibleRows({ grid, total, rowHeight, activeIndex, onShow });
  useFirstFocus(grid);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    props.onActiveIndexChange(next);
    virtualizer.scrollToIndex(next, { align: "auto" });
  };
  const open = (index: number) => {
    const row = rowAt(index);
    if (row !== undefined) onOpen(row);
  };
  const openPressed = (press: MouseEvent) => {
    const index = pressedIndex(press);
    if (index === undefined) return;
    props.onActiveIndexChange(index);
    open(index);
  };
  useRowKeys({ activeIndex, total, rowsPerPage: Math.max(1, last - first - 1), moveTo, open });

  return (
    // Its keys belong to the window: they also work while nothing has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={grid}
      className={styles["grid"]}
      style={tracksOf(columns)}
      role="grid"
      tabIndex={0}
      onClick={openPressed}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total > 0 ? `${id}-${activeIndex}` : undefined}
    >
      <GridHead columns={columns} />
      <div role="rowgroup" className={styles["body"]} style={{ blockSize: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => (
          <GridRow
            key={key}
            id={`${id}-${index}`}
            index={index}
            top={start - headerHeight}
            height={rowHeight}
            columns={columns}
            row={rowAt(index)}
            isActive={index === activeIndex}
            isWrapping={isWrapping}
            measure={isWrapping ? virtualizer.measureElement : undefined}
          />
        ))}
      </div>
    </div>
  );
};
