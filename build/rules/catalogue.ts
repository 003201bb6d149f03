/**
 * Where a rule must be shown: to a person on a *screen*, to a *partner* who talks to the running server over HTTP, or in the
 * built *product*.
 */
export const requiredLevels = ["screen", "partner", "product"] as const;
export type RequiredLevel = (typeof requiredLevels)[number];

export interface Rule {
  readonly id: string;
  readonly kind: string;
  readonly level: RequiredLevel;
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

const row = /^\| *([DAIWTS]\d\d) *\|(.+)\|$/gm;

/**
 * The rows `| id | kind | level | rule |` of docs/rules.md, in its order.
 * @throws Error for a duplicate id, and for a row without a level.
 */
export const readCatalogue = (markdown: string): readonly Rule[] => {
  const rules = new Map<string, Rule>();
  for (const [, id = "", cells = ""] of markdown.matchAll(row)) {
    const [kind = "", named, text = ""] = cells.split("|").map((cell) => cell.trim());
    const level = requiredLevels.find((one) => one === named);
    if (level === undefined) throw new Error(`docs/rules.md gives ${id} no level`);
    if (rules.has(id)) throw new Error(`docs/rules.md lists ${id} twice`);
    rules.set(id, { id, kind, level, text });
  }
  return [...rules.values()];
};
