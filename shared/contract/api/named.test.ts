import { describe, expect, it } from "vitest";
import { z } from "zod";

import { componentNames, named } from "./named.ts";

describe("the names of schemas", () => {
  it("are unique: a second schema with the same name is refused", () => {
    const schema = named("OnlyInThisTest", z.string());
    expect(componentNames.get(schema)).toEqual({ id: "OnlyInThisTest" });
    expect(() => named("OnlyInThisTest", z.number())).toThrow("OnlyInThisTest");
  });
});
