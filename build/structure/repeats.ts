import { createHash } from "node:crypto";
import type { Source } from "./sources.ts";
import type { SyntaxNode } from "./syntax.ts";
import { isNode } from "./syntax.ts";

/** A piece of code. */
export interface Piece {
  readonly file: string;
  readonly line: number;
  readonly lines: number;
}

/** Shorter pieces may be alike by chance. */
const leastLines = 8;
/** So may long texts and lists of values, which have many lines but little structure. */
const leastNodes = 20;

const isPiece = /(Statement|Declaration|FunctionExpression|JSXElement|CallExpression)$/;
const isNoPiece = /^(Import|ExportAll)/;
const placeFields = new Set(["type", "start", "end", "range", "loc", "raw"]);

/**
 * Pairs of pieces that are equal except for names and literals, each as large as possible: copied and adapted code,
 * whatever its names.
 */
export function repeatsIn(sources: readonly Source[]): readonly (readonly [Piece, Piece])[] {
  const byShape = new Map<string, Piece[]>();
  for (const source of sources) collect(source, byShape);
  const pairs = [...byShape.values()].flatMap((alike) =>
    alike.flatMap((one, index) => alike.slice(index + 1).map((other) => [one, other] as const)),
  );
  return distinct(pairs.filter((pair) => !pairs.some((wider) => isWithin(pair, wider))));
}

function collect({ file, program, linesOf }: Source, byShape: Map<string, Piece[]>): void {
  /** The shape of a part as text, and the number of its nodes. */
  const shapeOf = (part: unknown): { text: string; nodes: number } => {
    if (Array.isArray(part)) {
      const shapes = part.map(shapeOf);
      return { text: `[${shapes.map(({ text }) => text).join()}]`, nodes: sum(shapes.map(({ nodes }) => nodes)) };
    }
    if (!isNode(part)) return { text: JSON.stringify(part) ?? "", nodes: 0 };
    const shapes = fieldsOf(part).map(([name, value]) => ({ name, ...shapeOf(value) }));
    const text = `${part.type}(${shapes.map((shape) => `${shape.name}:${shape.text}`).join()})`;
    const nodes = 1 + sum(shapes.map((shape) => shape.nodes));
    const shape = createHash("sha1").update(text).digest("base64");
    const { line, lines } = linesOf(part);
    if (lines >= leastLines && nodes >= leastNodes && isPiece.test(part.type) && !isNoPiece.test(part.type))
      byShape.set(shape, [...(byShape.get(shape) ?? []), { file, line, lines }]);
    return { text: shape, nodes };
  };
  shapeOf(program);
}

/** A node without its position; of names, only those of properties count; of literals, none. */
function fieldsOf(node: SyntaxNode): readonly [string, unknown][] {
  if (node.type === "Literal" || node.type === "TemplateElement") return [];
  return Object.entries(node).flatMap(([name, value]): [string, unknown][] => {
    if (placeFields.has(name) || (node.type === "Identifier" && name === "name")) return [];
    const isKey = (name === "key" || name === "property") && isNode(value) && typeof value["name"] === "string";
    return [[name, isKey ? value["name"] : value]];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function isWithin([one, other]: readonly [Piece, Piece], [wide, wider]: readonly [Piece, Piece]): boolean {
  return isInside(one, wide) && isInside(other, wider) && (one.lines < wide.lines || other.lines < wider.lines);
}

function isInside(piece: Piece, within: Piece): boolean {
  return (
    piece.file === within.file && piece.line >= within.line && piece.line + piece.lines <= within.line + within.lines
  );
}

/** A statement that consists of one call is one piece. */
function distinct(pairs: readonly (readonly [Piece, Piece])[]): readonly (readonly [Piece, Piece])[] {
  const name = ({ file, line }: Piece): string => `${file}:${line}`;
  return [...new Map(pairs.map((pair) => [pair.map(name).join(" "), pair])).values()];
}
