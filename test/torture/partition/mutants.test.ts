import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { mutants } from "./mutants.ts";

const root = resolve(import.meta.dirname, "../../..");

/** A program without the text fails at its start, or runs unchanged: neither shows that the torture notices anything. */
describe("a place of the real program that the torture breaks", () => {
  const replacements = Object.entries(mutants).flatMap(([what, { replace }]) =>
    replace.map((replacement) => ({ what, ...replacement })),
  );

  it.each(replacements)("is still there: $what, in $file", async ({ file, text }) => {
    const source = await readFile(resolve(root, file), "utf8");
    expect(source.split(text)).toHaveLength(2);
  });
});
