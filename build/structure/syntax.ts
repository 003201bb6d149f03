/** A node of a parsed file. Its properties depend on its type, so they have to be checked before use. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The direct children of this node. */
export function within(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node).flat().filter(isNode);
}

/** The lines of a node: its first, and how many. */
export interface Extent {
  readonly line: number;
  readonly lines: number;
}

/** Finds the lines of nodes in a text quickly. */
export function linesOf(text: string): (node: SyntaxNode) => Extent {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const lineAt = (place: number): number => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
  return ({ start, end }) => {
    const line = lineAt(start);
    return { line, lines: lineAt(end) - line + 1 };
  };
}
