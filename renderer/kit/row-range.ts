import type { Range } from "@tanstack/react-virtual";
import { defaultRangeExtractor } from "@tanstack/react-virtual";

/** The rows to render: the visible ones with a margin, and always the active row, which the grid points at. */
export const rangeWith = (range: Range, activeIndex: number): number[] => {
  const indexes = defaultRangeExtractor(range);
  if (activeIndex < 0 || activeIndex >= range.count || indexes.includes(activeIndex)) return indexes;
  return [...indexes, activeIndex].sort((left, right) => left - right);
};
