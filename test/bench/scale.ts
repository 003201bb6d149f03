/** Turns the size of a full measurement into the wanted size, at least 1. */
export type Scale = (full: number) => number;

/** With 1, everything is measured in full; a small part is fast and shows that everything works. */
export const scaleBy =
  (part: number): Scale =>
  (full) =>
    Math.max(1, Math.round(full * part));
