/** Turns the size of a full measurement into the size that is wanted, at least one. */
export type Scale = (full: number) => number;

/** With 1 everything is measured in full; a small part is quick, and shows that everything works. */
export const scaleBy =
  (part: number): Scale =>
  (full) =>
    Math.max(1, Math.round(full * part));
