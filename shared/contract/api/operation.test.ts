import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";

import type { AnswerOf, Given, Taken } from "./operation.ts";
import { operationsOf } from "./operation.ts";

const { readPages } = operationsOf({
  readPages: {
    method: "GET",
    path: "/v1/pages/:id",
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ limit: z.int().default(50) }),
    answer: z.strictObject({ pages: z.array(z.string()) }),
  },
});

describe("an operation of the API", () => {
  it("is named by its key", () => {
    expect(readPages.id).toBe("readPages");
  });

  it("types what a caller passes, what a handler gets, and what is answered", () => {
    expectTypeOf<Given<typeof readPages, "query">>().toEqualTypeOf<{ limit?: number | undefined }>();
    expectTypeOf<Taken<typeof readPages, "query">>().toEqualTypeOf<{ limit: number }>();
    expectTypeOf<Taken<typeof readPages, "params">>().toEqualTypeOf<{ id: string }>();
    expectTypeOf<Given<typeof readPages, "body">>().toEqualTypeOf<undefined>();
    expectTypeOf<AnswerOf<typeof readPages>>().toEqualTypeOf<{ pages: string[] }>();
  });
});
