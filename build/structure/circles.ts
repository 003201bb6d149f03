/** The imports of each node. */
export type Graph = ReadonlyMap<string, Iterable<string>>;

/** Strongly connected components: cycles, with everything in them. Tarjan's algorithm. */
export function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const found = new Map<string, { index: number; low: number; isOpen: boolean }>();
  const open: string[] = [];

  const enter = (name: string): { index: number; low: number; isOpen: boolean } => {
    const own = { index: found.size, low: found.size, isOpen: true };
    found.set(name, own);
    open.push(name);
    for (const next of graph.get(name) ?? []) {
      const known = found.get(next);
      if (known === undefined) own.low = Math.min(own.low, enter(next).low);
      else if (known.isOpen) own.low = Math.min(own.low, known.index);
    }
    if (own.low === own.index) {
      const circle = open.splice(open.indexOf(name));
      for (const member of circle) leave(member);
      if (circle.length > 1) circles.push(circle.toSorted());
    }
    return own;
  };
  const leave = (name: string): void => {
    const own = found.get(name);
    if (own) own.isOpen = false;
  };

  for (const name of graph.keys()) if (!found.has(name)) enter(name);
  return circles;
}
