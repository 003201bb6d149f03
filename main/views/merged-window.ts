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
  /** Rows that belong to the list but are not stored in it. */
  readonly added: readonly Row[];
  /** Reads the stored list from `skip` on. */
  readonly read: (skip: number, limit: number) => Promise<readonly Row[]>;
}

const byKey = (left: Keyed, right: Keyed): number => (left.key < right.key ? -1 : 1);

/**
 * A window of a long sorted list with a few inserted rows, without reading the whole list.
 *
 * A stored row's place shifts by the added rows before it, so all rows of the window are among the stored ones from
 * `start - added` to `end`. An added row that sorts before what was read is before the window; one that sorts after it is after the
 * window.
 */
export const mergedWindow = async <Row extends Keyed>({
  window: { start, count },
  storedTotal,
  added,
  read,
}: MergedWindowInput<Row>): Promise<{ readonly total: number; readonly rows: readonly Row[] }> => {
  const skip = Math.max(0, start - added.length);
  const stored = await read(skip, start + count - skip);
  const firstKey = skip === 0 ? "" : (stored[0]?.key ?? "");
  const within = added.filter(({ key }) => key >= firstKey);
  const first = skip + added.length - within.length;
  const rows = [...stored, ...within].sort(byKey).slice(Math.max(0, start - first), start - first + count);
  return { total: storedTotal + added.length, rows };
};
