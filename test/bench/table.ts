import type { Measurement } from "./measurement.ts";

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isFigure?: true;
}

const columns: readonly Column[] = [
  { title: "name", width: 40 },
  { title: "ours", width: 10, isFigure: true },
  { title: "peer", width: 10, isFigure: true },
  { title: "unit", width: 8 },
  { title: "ratio", width: 8, isFigure: true },
  { title: "peer's name", width: 24 },
];

const lineOf = (cells: readonly string[]): string =>
  columns
    .map(({ width, isFigure }, position) => {
      const cell = cells[position] ?? "";
      return isFigure === true ? cell.padStart(width) : cell.padEnd(width);
    })
    .join("  ")
    .trimEnd();

const figure = (value: number): string =>
  value.toLocaleString("en", Math.abs(value) >= 1_000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

/** The first line of the table on the terminal. */
export const tableHead = lineOf(columns.map(({ title }) => title));

/** One measurement as a line of the table. */
export const tableLine = ({ name, ours, peer, unit, ratio, peerName }: Measurement): string =>
  lineOf([name, figure(ours), figure(peer), unit, `${figure(ratio)}×`, peerName]);
