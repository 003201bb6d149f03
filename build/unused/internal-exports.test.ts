import { expect, it } from "vitest";

import { internalForTestsOnly } from "./internal-exports.ts";

it("finds what is exported for tests and used by nothing else, whatever comments say", () => {
  const used = "/** Doubles. @internal */\nexport const delay = 5;\nexport const pause = () => delay;\n";
  const elsewhere = "/** @internal */\nexport function most() {}\n";
  const unused = "/**\n * The sentences.\n * @internal\n */\nexport const sentences = {}; // sentences\n";
  const found = internalForTestsOnly([
    { file: "a.ts", text: used },
    { file: "b.ts", text: elsewhere },
    { file: "c.ts", text: `${unused}most();` },
  ]);
  expect(found).toEqual([{ file: "c.ts", name: "sentences" }]);
});
