import { describe, expect, it } from "vitest";

import { readImports } from "./imports.ts";

describe("the imports of a file", () => {
  it("are the names that it imports or re-exports at run time, by path from the root", () => {
    const source = `
      import type { A } from "./a.ts";
      import { b, type C } from "../support/b.ts";
      import * as d from "#test/d.ts";
      import "vitest";
      export { e } from "./e.ts";
      const later = () => import("./later.ts");
    `;
    expect(readImports("test/e2e/x.spec.ts", source)).toEqual([
      { module: "test/support/b.ts", name: "b" },
      { module: "test/d.ts", name: undefined },
      { module: "vitest", name: undefined },
      { module: "test/e2e/e.ts", name: "e" },
      { module: "test/e2e/later.ts", name: undefined },
    ]);
  });
});
