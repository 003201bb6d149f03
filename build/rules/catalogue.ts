export interface Rule {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
}

export const systems: Readonly<Record<string, string>> = {
  D: "product",
  A: "multi-tier approval",
  I: "order approval",
  W: "reseller orders",
  T: "tier configurations",
  S: "shop accounts",
};

/** The rows `| id | kind | rule |` of docs/rules.md, in its order. Throws on an id that stands there twice. */
export function readCatalogue(markdown: string): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const [, id, kind, text] of markdown.matchAll(/^\| *([DAIWTS]\d\d) *\| *(\w+) *\| *(.+?) *\|$/gm)) {
    if (id === undefined || kind === undefined || text === undefined) continue;
    if (rules.has(id)) throw new Error(`docs/rules.md lists ${id} twice`);
    rules.set(id, { id, kind, text });
  }
  return [...rules.values()];
}
