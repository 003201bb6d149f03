import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";
import { useEffect } from "react";

import { rangeWith } from "./row-range.ts";

/** In pixels, above the first row. */
export const headerHeight = 32;

interface Rows {
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly total: number;
  readonly rowHeight: number;
  /** It is drawn also where it cannot be seen, for screen readers. */
  readonly activeIndex: number;
  readonly onShow: (first: number, last: number) => void;
}

/** Which rows of a grid are drawn and where, and the first and the last that can be seen. */
export const useVisibleRows = ({ grid, total, rowHeight, activeIndex, onShow }: Rows) => {
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
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => onShow(first, last), [first, last, onShow]);
  return { virtualizer, first, last };
};
