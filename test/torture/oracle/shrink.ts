import type { Step } from "./steps.ts";

/**
 * A shorter trace that still fails: leaves steps out, half of them first, then ever fewer, as long as it goes on failing.
 * What happens at the same moment is not the same each time, so each attempt may be made more than once.
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
