import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import { problemSchema } from "@countersign/shared/contract/protocol.ts";

import { bodyLimit } from "#server/foundation/http/errors.ts";
import { timeLimit } from "#server/testing/database.ts";
import { overHttp } from "#server/testing/over-http.ts";
import type { TestServer } from "#server/testing/server.ts";
import { orderRequest, startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let headers: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  ({ headers } = await server.signIn("dora"));
}, timeLimit);
afterAll(() => server.stop());

const post = async (payload: string, changed: Record<string, string> = {}) => {
  const answer = await server.app.inject({
    method: "POST",
    url: "/v1/orders",
    headers: { "content-type": "application/json", ...headers, ...changed },
    payload,
  });
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  const problem = problemSchema.parse(answer.json());
  expect(isErrorCode(problem.code)).toBe(true);
  expect([problem.status, answer.payload.includes("node_modules")]).toEqual([answer.statusCode, false]);
  return { status: problem.status, code: problem.code, path: problem.args?.["path"] };
};

describe("a request that fails", () => {
  it("is answered with a problem from the closed list", async () => {
    expect(await post("{")).toMatchObject({ status: 400, code: "request-malformed", path: "body" });
    expect(await post("")).toMatchObject({ status: 400, code: "request-malformed" });
    expect(await post("null")).toMatchObject({ status: 400, code: "request-malformed", path: "body" });
    expect(await post("a=b", { "content-type": "application/x-www-form-urlencoded" })).toMatchObject({
      status: 415,
      path: "content-type",
    });
  });

  it("because of its size is told the limit", async () => {
    expect(await post(`"${"x".repeat(bodyLimit)}"`)).toMatchObject({ status: 413, code: "request-too-large" });
  });

  it("because of its depth is told so, however deep it is", async () => {
    expect(await post("[".repeat(100_000) + "]".repeat(100_000))).toMatchObject({ status: 400 });
    expect(await post('{"note":'.repeat(2_000) + "1" + "}".repeat(2_000))).toMatchObject({ status: 400 });
  });

  it("because of an unknown path is told which", async () => {
    const answer = await server.app.inject({ url: "/v2/everything?token=secret" });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, "request-unknown"]);
    expect(answer.payload).not.toContain("secret");
  });

  it("because of a wrong method is told which are allowed", async () => {
    const answer = await server.app.inject({ method: "DELETE", url: "/v1/orders/some-id/decisions" });
    expect([answer.statusCode, answer.headers["allow"]]).toEqual([405, "POST"]);
    expect(problemSchema.parse(answer.json())).toMatchObject({ code: "method-not-allowed", args: { allowed: "POST" } });
    expect((await server.app.inject({ method: "PUT", url: "/v1/orders" })).headers["allow"]).toBe("GET, HEAD, POST");
  });

  it("because of an invalid URL is told so", async () => {
    const answer = await server.app.inject({ url: "/v1/orders/%E0%A4%A" });
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(problemSchema.parse(answer.json())).toMatchObject({ status: 400, code: "request-malformed" });
  });

  it("because it is not HTTP gets a problem as well, and the connection ends", async () => {
    await overHttp(server.app);
    const { port } = server.app.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    socket.end("NONSENSE\r\n\r\n");
    const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
    expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status: 400, code: "request-malformed" });
  });

  it("because of an error in the server does not disclose it", async () => {
    const { db } = server.database;
    await db.schema.alterTable("policies").renameTo("lost").execute();
    const answer = await post(JSON.stringify(orderRequest()));
    await db.schema.alterTable("lost").renameTo("policies").execute();
    expect(answer).toEqual({ status: 500, code: "unexpected", path: undefined });
  });
});

describe("a page of another origin", () => {
  it("gets nothing", async () => {
    const ask = (origin: string) =>
      server.app.inject({ url: "/v1/demo/people", headers: { origin, host: "127.0.0.1:8080" } });
    for (const origin of ["https://evil.example", "null"]) {
      const answer = await ask(origin);
      expect(answer.json<{ code: string }>().code).toBe("not-allowed");
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
    expect((await ask("http://127.0.0.1:8080")).statusCode).toBe(200);
  });
});

describe("the server", () => {
  it("reports whether it is alive and whether it is ready", async () => {
    expect((await server.app.inject({ url: "/health" })).json()).toEqual({ status: "ok" });
    expect((await server.app.inject({ url: "/ready" })).json()).toEqual({ status: "ready" });
  });
});
