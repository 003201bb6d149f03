import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const renderer = resolve(import.meta.dirname, "..");

/** Kinds and tones that look like nothing special, so that no stylesheet names them. */
const plain = ["neutral", "info", "reversed", "later", "closed"];

/** The names of all styles that a stylesheet of a component has. */
const named = globSync("**/*.module.css", { cwd: renderer }).flatMap((file) =>
  [...readFileSync(join(renderer, file), "utf8").matchAll(/\.([a-zA-Z]\w*)/g)].map(([, name]) => name),
);
const known: ReadonlySet<string | undefined> = new Set([...named, ...plain]);

/** Vitest makes `_name_hash` of a name in a component's stylesheet. */
const scoped = /^_(.*)_[\da-f]+$/;

/** The styles that something on the page asks for and no stylesheet has: the compiler does not notice a misspelt one. */
export const unknownStyles = (): string[] =>
  [...document.querySelectorAll("[class]")]
    .flatMap(({ classList }) => [...classList])
    .filter((name) => scoped.test(name) && !known.has(scoped.exec(name)?.[1]));
