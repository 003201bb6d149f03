import { fastify } from "fastify";
import { describe, expect, it } from "vitest";

import { refuse } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { admission } from "./admission.ts";
import { answerErrors } from "./errors.ts";
import { knowMethods } from "./methods.ts";

describe("an admission", () => {
  const app = fastify();
  answerErrors(app, knowMethods(app));
  app.addHook(
    "onRequest",
    admission(({ headers }) => (headers["x-pass"] === "yes" ? ok(undefined) : refuse("key-not-accepted"))),
  );
  app.post("/", () => "done");
  const ask = (pass: string, payload: string) =>
    app.inject({
      method: "POST",
      url: "/",
      headers: { "x-pass": pass, "content-type": "application/json" },
      payload,
    });

  it("lets in admitted requests", async () => {
    expect((await ask("yes", "{}")).body).toBe("done");
  });

  it("answers refused requests with the refusal and its status, and reads no body", async () => {
    const answer = await ask("no", "{ no JSON");
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, "key-not-accepted"]);
  });
});
