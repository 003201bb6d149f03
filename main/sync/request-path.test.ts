import { describe, expect, it } from "vitest";

import { requestPath } from "./request-path.ts";

describe("the path of a request", () => {
  it("has its parameters in their places and its query at the end", () => {
    expect(requestPath("/v1/people/:personId/keys/:keyId", { params: { personId: "ada", keyId: 7 } })).toBe(
      "/v1/people/ada/keys/7",
    );
    expect(requestPath("/v1/people", { query: { search: "Ada & Ben", limit: 20 } })).toBe(
      "/v1/people?search=Ada+%26+Ben&limit=20",
    );
    expect(requestPath("/v1/people", {})).toBe("/v1/people");
  });

  it("lets no parameter lead to another path", () => {
    expect(requestPath("/v1/people/:personId", { params: { personId: "../session?x#y" } })).toBe(
      "/v1/people/..%2Fsession%3Fx%23y",
    );
    for (const personId of ["", ".", ".."])
      expect(() => requestPath("/v1/people/:personId", { params: { personId } })).toThrow(TypeError);
  });
});
