import type { TransitionTable } from "@countersign/shared/engine/transitions.ts";

import { diagramOf } from "./diagram.ts";

const start = "<!-- life cycles: written by `npm run engine-docs` -->";
const end = "<!-- /life cycles -->";

/** The page with the part between its markers redrawn; the rest is kept. @throws Error if the markers are missing. */
export const withLifeCycles = (page: string, tables: readonly TransitionTable<string, string>[]): string => {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/engine.md has no ${start} before ${end}`);
  const drawn = tables.map((table) => `### ${table.name}\n\n${diagramOf(table)}\n`);
  return [page.slice(0, from + start.length), "", ...drawn, page.slice(to)].join("\n");
};
