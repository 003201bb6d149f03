import { useShortcuts } from "./use-shortcuts.ts";

interface RowKeys {
  readonly activeIndex: number;
  readonly total: number;
  readonly rowsPerPage: number;
  readonly moveTo: (index: number) => void;
  readonly open: (index: number) => void;
}

/** The keys that move through a grid and open its active row. */
export const useRowKeys = ({ activeIndex, total, rowsPerPage, moveTo, open }: RowKeys): void => {
  const by = (rows: number) => () => moveTo(activeIndex + rows);
  useShortcuts(
    total === 0
      ? {}
      : {
          j: by(1),
          k: by(-1),
          ArrowDown: by(1),
          ArrowUp: by(-1),
          PageDown: by(rowsPerPage),
          PageUp: by(-rowsPerPage),
          Home: () => moveTo(0),
          End: () => moveTo(total - 1),
          Enter: () => open(activeIndex),
        },
  );
};
