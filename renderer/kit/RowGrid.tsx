/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed one by one cannot be parts of a table element */
import { useVirtualizer } from "@tanstack/react-virtual";
import type { CSSProperties, ReactNode } from "react";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names.ts";
import styles from "./row-grid.module.css";
import { rangeWith } from "./row-range.ts";
import { useRowKeys } from "./use-row-keys.ts";

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** A track of CSS grid. */
  readonly width: string;
  readonly align?: "end";
  /** The header is for screen readers only: the column is too narrow for it. */
  readonly isHeaderHidden?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

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

const headerHeight = 32;

/**
 * The one table control: a grid of any length that renders only the rows that are seen. The grid keeps the keyboard
 * focus and points at its active row, so that no focus is lost when a row scrolls away or its order is decided.
 */
export const RowGrid = <Row,>(props: RowGridProps<Row>) => {
  const { label, columns, total, rowAt, rowHeight, isWrapping = false, activeIndex, onShow, onOpen } = props;
  const { t } = useTranslation("kit");
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);

  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes what the virtualizer returns
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    rangeExtractor: (range) => rangeWith(range, activeIndex),
  });
  const items = virtualizer.getVirtualItems();
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;

  useEffect(() => onShow(first, last), [first, last, onShow]);
  useEffect(() => {
    // The keys work at once, unless the person is typing what the list is to show.
    if (!(document.activeElement instanceof HTMLInputElement)) grid.current?.focus({ preventScroll: true });
  }, []);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    props.onActiveIndexChange(next);
    virtualizer.scrollToIndex(next, { align: "auto" });
  };
  const open = (index: number) => {
    const row = rowAt(index);
    if (row !== undefined) onOpen(row);
  };
  useRowKeys({ activeIndex, total, rowsPerPage: Math.max(1, last - first - 1), moveTo, open });

  const tracks = { "--columns": columns.map(({ width }) => width).join(" ") } as CSSProperties;
  return (
    <div
      ref={grid}
      className={styles["grid"]}
      style={tracks}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total > 0 ? `${id}-${activeIndex}` : undefined}
    >
      <div role="rowgroup" className={styles["head"]}>
        <div role="row" aria-rowindex={1} className={styles["row"]}>
          {columns.map(({ id: column, header, align, isHeaderHidden }) => (
            <div key={column} role="columnheader" className={classNames(styles["header"], align && styles[align])}>
              <span className={isHeaderHidden ? "visually-hidden" : undefined}>{header}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles["body"]} style={{ blockSize: virtualizer.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const row = rowAt(index);
          return (
            // The keys of the grid do the same for whoever has no pointer.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={key}
              ref={isWrapping ? virtualizer.measureElement : undefined}
              data-index={index}
              id={`${id}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === activeIndex}
              aria-busy={row === undefined}
              className={classNames(styles["row"], styles["line"], isWrapping && styles["wrapping"])}
              style={{
                minBlockSize: rowHeight,
                transform: `translateY(${start - headerHeight}px)`,
              }}
              onClick={() => {
                props.onActiveIndexChange(index);
                open(index);
              }}
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
        })}
      </div>
    </div>
  );
};
