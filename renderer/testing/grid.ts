import { screen, within } from "@testing-library/react";

import { textOf } from "./page-text.ts";

/** The grid's headers in order. It has as many tracks as columns, or its cells would stand under another one's header. */
export const headersOf = (name: string): string[] => {
  const grid = screen.getByRole("grid", { name });
  const headers = within(grid).getAllByRole("columnheader");
  const tracks = grid.style.getPropertyValue("--columns").match(/[\w-]+\([^)]*\)|\S+/g) ?? [];
  if (tracks.length !== headers.length) throw new Error(`${tracks.length} tracks for ${headers.length} columns`);
  return headers.map(textOf);
};

/** What is written in the cells of the row of this name. */
export const cellsOf = (name: RegExp): string[] =>
  within(screen.getByRole("row", { name })).getAllByRole("gridcell").map(textOf);

/** The headers of the columns whose figures are aligned at their end. */
export const endAligned = (name: string): string[] =>
  within(screen.getByRole("grid", { name }))
    .getAllByRole("columnheader")
    .filter(({ className }) => /(^| )_end_/.test(className))
    .map(textOf);
