/** Position in a list sorted by `key`, ascending; keys are unique (they end with an id). */
export interface Keyed {
  readonly key: string;
}

export interface WindowRequest {
  readonly start: number;
  readonly count: number;
}

export interface MergedWindowInput<Row extends Keyed> {
  readonly window: WindowRequest;
  /** How many rows the stored list has. */
  readonly storedTotal: number;
  /** Keys of stored rows that no longer belong to the list. */
  readonly removed: readonly string[];
  /** Rows that belong to the list but are not stored in it. */
  readonly added: readonly Row[];
  /** Reads the stored list from `skip` on. */
  readonly read: (skip: number, limit: number) => Promise<readonly Row[]>;
}

const countBefore = (keys: readonly string[], key: string): number => keys.filter((other) => other < key).length;

/**
 * A window of a long sorted list with a few rows taken out and a few put in, without reading the list as a whole.
 *
 * A stored row's place shifts by the removed and added rows before it, so all rows of the window are among the
 * stored ones from `start - added` to `end + removed`. An added row that sorts before what was read lies before the
 * window; one that sorts behind it lies behind.
 */
export const mergedWindow = async <Row extends Keyed>(
  input: MergedWindowInput<Row>,
): Promise<{ readonly total: number; readonly rows: readonly Row[] }> => {
  const { window, storedTotal, removed, added, read } = input;
  const end = window.start + window.count;
  const skip = Math.max(0, window.start - added.length);
  const stored = await read(skip, end + removed.length - skip);
  const storedKeys = stored.map(({ key }) => key);
  const addedKeys = added.map(({ key }) => key);
  const firstKey = skip === 0 ? "" : (storedKeys[0] ?? "");

  const gone = new Set(removed);
  const placed = [...stored.filter(({ key }) => !gone.has(key)), ...added.filter(({ key }) => key >= firstKey)].map(
    (row) => ({
      row,
      index: skip + countBefore(storedKeys, row.key) - countBefore(removed, row.key) + countBefore(addedKeys, row.key),
    }),
  );
  return {
    total: storedTotal - removed.length + added.length,
    rows: placed
      .filter(({ index }) => index >= window.start && index < end)
      .sort((left, right) => left.index - right.index)
      .map(({ row }) => row),
  };
};
