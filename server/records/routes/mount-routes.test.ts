import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const server = resolve(import.meta.dirname, "../..");

/** `app.get("/…")` and its like, `app.route({`. */
const registration = /\.(?:(?:get|head|post|put|patch|delete|options|all)\s*\(\s*["'`]\/|route\s*\(\s*\{)/;

describe("a route", () => {
  it("is registered in one place, so that none lacks a right or a schema", () => {
    const files = globSync("**/*.ts", { cwd: server, exclude: ["node_modules"] });
    const registering = files.filter(
      (file) => !file.endsWith(".test.ts") && registration.test(readFileSync(resolve(server, file), "utf8")),
    );
    expect(registering).toEqual(["records/routes/mount-routes.ts"]);
  });
});
