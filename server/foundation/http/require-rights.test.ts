import { fastify } from "fastify";
import { describe, expect, it } from "vitest";

import { requireRights } from "./require-rights.ts";

describe("an app that requires rights", () => {
  const app = fastify();
  requireRights(app);
  const handler = () => "done";

  it("rejects a route that does not say who may call it, however it is registered", () => {
    expect(() => app.get("/open", handler)).toThrow("GET /open does not say who may call it");
    expect(() => app.route({ method: "POST", url: "/open", handler })).toThrow("POST /open");
  });

  it("accepts one that does", () => {
    expect(() => app.get("/said", { config: { right: "anybody" } }, handler)).not.toThrow();
  });
});
