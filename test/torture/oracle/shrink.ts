import type { Step } from "./steps.ts";

/**
 * A shorter trace that still fails: leaves out steps, half of them first, then ever fewer, as long as it still fails.
 * Concurrent steps do not interleave the same way each time, so each attempt may be repeated.
 */
export const shrink = async (
  steps: readonly Step[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
): Promise<readonly Step[]> => {
  let shortest = steps;
  for (let size = Math.ceil(shortest.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < shortest.length;) {
      const shorter = [...shortest.slice(0, at), ...shortest.slice(at + size)];
      if (shorter.length < shortest.length && (await fails(shorter))) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
};
