import { circlesIn } from "./circles.ts";
import { levelsOf } from "./levels.ts";
import type { Piece } from "./repeats.ts";
import { repeatsIn } from "./repeats.ts";
import type { Source } from "./sources.ts";
import { shipped } from "./sources.ts";

const mostFileLines = 300;
const mostFunctionLines = 60;

/** The figures of the shipped code's structure, as text, for comparing with another day's. */
export function structureReport(sources: readonly Source[]): string {
  const sizes = sources.map(({ lines }) => lines).toSorted((a, b) => a - b);
  const longFiles = sources.filter(({ lines }) => lines > mostFileLines);
  const longFunctions = sources.flatMap(({ file, functions }) =>
    functions
      .filter(({ lines }) => lines > mostFunctionLines)
      .map(({ name, line, lines }) => `${file}:${line} ${name || "(no name)"}, ${lines} lines`),
  );
  const circles = circlesIn(new Map(sources.map(({ file, imports }) => [file, imports])));
  const repeats = repeatsIn(sources);
  return [
    ...levelTable(sources),
    "",
    ...listed("circles of files, types counted", circles.map(circleText)),
    `files: ${sources.length}, ${quantile(sizes, 0.5)} lines in the median, ${quantile(sizes, 0.9)} at the 90th percentile`,
    ...listed(
      `files of more than ${mostFileLines} lines`,
      longFiles.map(({ file, lines }) => `${file}, ${lines} lines`),
    ),
    ...listed(`functions of more than ${mostFunctionLines} lines`, longFunctions),
    ...listed("pairs of eight lines and more that are equal but for names and literals", repeats.map(pairText)),
  ].join("\n");
}

/** For each folder that contains folders, how these and its own files import each other. */
function levelTable(sources: readonly Source[]): readonly string[] {
  const levels = levelsOf(sources, shipped);
  const counts = levels.map(({ folders, files, imports, up, circles }) => [
    folders,
    files,
    imports,
    up,
    circles.flat().length,
  ]);
  const total = counts.reduce((sum, row) => row.map((count, column) => count + (sum[column] ?? 0)), []);
  const names = [...levels.map(({ folder }) => folder), "together"];
  const rows = [...counts, total].map((row, index) => [names[index] ?? "", ...row.map(String)]);
  const heads = ["in", "folders", "files", "imports between them", "of these pointing up", "in circles"];
  const widths = heads.map((head, column) =>
    Math.max(...[heads, ...rows].map((row) => row[column]?.length ?? head.length)),
  );
  const table = [heads, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  const circles = levels.flatMap(({ folder, circles: rooms }) =>
    rooms.map((names) => `  circle in ${folder}: ${names.join(", ")}`),
  );
  return [...table, ...circles];
}

/** How many there are, and each of them. */
function listed(what: string, found: readonly string[]): readonly string[] {
  return [`${what}: ${found.length}`, ...found.map((text) => `  ${text}`)];
}

function circleText(files: readonly string[]): string {
  const [named, others] = [files.slice(0, 6), files.length - 6];
  return `${files.length} files: ${named.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
}

function pairText(pair: readonly Piece[]): string {
  return pair.map(({ file, line, lines }) => `${file}:${line} (${lines})`).join(" = ");
}

/** The smallest value that this part of the sorted values does not exceed. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
