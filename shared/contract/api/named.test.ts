import { describe, expect, it } from "vitest";
import { z } from "zod";

import { componentNames, named } from "./named.ts";

describe("the names of schemas", () => {
  it("are given once each: a second schema of a name is refused", () => {
    const schema = named("OnlyInThisTest", z.string());
    expect(componentNames.get(schema)).toEqual({ id: "OnlyInThisTest" });
    expect(() => named("OnlyInThisTest", z.number())).toThrow("OnlyInThisTest");
  });
});
