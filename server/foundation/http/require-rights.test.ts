import { fastify } from "fastify";
import { describe, expect, it } from "vitest";

import { requireRights } from "./require-rights.ts";

describe("an app that demands rights", () => {
  const app = fastify();
  requireRights(app);
  const handler = () => "done";

  it("takes no route that does not say who may call it, however it is put there", () => {
    expect(() => app.get("/open", handler)).toThrow("GET /open does not say who may call it");
    expect(() => app.route({ method: "POST", url: "/open", handler })).toThrow("POST /open");
  });

  it("takes one that does", () => {
    expect(() => app.get("/said", { config: { right: "anybody" } }, handler)).not.toThrow();
  });
});
