import type { Graph } from "./circles.ts";
import { circlesIn } from "./circles.ts";

type Arrow = readonly [from: string, to: string];

/**
 * Puts everybody above what they import, as far as that is possible. @returns the imports that point up all the same:
 * none where there is no circle. Within a circle the order is found by moving one at a time to where it is best, so it
 * need not be the very best one; it is the same at each run.
 */
export function pointingUp(graph: Graph): number {
  const inCircles = circlesIn(graph).map((members) => {
    const arrows = members.flatMap((from) =>
      [...(graph.get(from) ?? [])].filter((to) => members.includes(to)).map((to): Arrow => [from, to]),
    );
    return leastUp(members, arrows);
  });
  return inCircles.reduce((sum, up) => sum + up, 0);
}

function leastUp(members: readonly string[], arrows: readonly Arrow[]): number {
  let order = members;
  for (let best = upIn(order, arrows); ;) {
    const better = order
      .map((name) => withBestPlaceFor(name, order, arrows))
      .find((candidate) => upIn(candidate, arrows) < best);
    if (better === undefined) return best;
    order = better;
    best = upIn(order, arrows);
  }
}

function upIn(order: readonly string[], arrows: readonly Arrow[]): number {
  const floor = new Map(order.map((name, index) => [name, index]));
  return arrows.filter(([from, to]) => (floor.get(from) ?? 0) > (floor.get(to) ?? 0)).length;
}

/** The order with this one where the fewest of its own arrows point up, the others as they are. */
function withBestPlaceFor(name: string, order: readonly string[], arrows: readonly Arrow[]): readonly string[] {
  const above = new Set(arrows.filter(([, to]) => to === name).map(([from]) => from));
  const below = new Set(arrows.filter(([from]) => from === name).map(([, to]) => to));
  const others = order.filter((other) => other !== name);
  // At the top, whoever imports it points up; passing one by on the way down changes that for this one alone.
  const counts = [above.size];
  for (const other of others) counts.push((counts.at(-1) ?? 0) - Number(above.has(other)) + Number(below.has(other)));
  const best = counts.indexOf(Math.min(...counts));
  return [...others.slice(0, best), name, ...others.slice(best)];
}
