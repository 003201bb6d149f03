import type { Graph } from "./circles.ts";
import { circlesIn } from "./circles.ts";

type Arrow = readonly [from: string, to: string];

/**
 * Puts every node above what it imports, as far as possible. @returns the imports that still point up: none without a
 * cycle. Within a cycle, one node at a time is moved to its best place, so the order may not be the very best one, but it
 * is the same in each run.
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

/** The order with this node where the fewest of its own imports point up, and the others unchanged. */
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
