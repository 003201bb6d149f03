import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { protocolHeader, protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";
import type { Operation } from "@countersign/shared/contract/api/operation.ts";
import { rightSchema } from "@countersign/shared/contract/api/rights.ts";

vi.setConfig({ testTimeout: timeLimit });

/** What OpenAPI 3.1 requires of the parts that this document uses. */
const contentSchema = z.record(z.string(), z.looseObject({ schema: z.looseObject({}) }));
const operationSchema = z.looseObject({
  tags: z.array(z.string()).min(1),
  summary: z.string().min(1),
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  security: z.array(z.partialRecord(z.enum(["session", "apiKey"]), z.array(rightSchema).max(1))),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.enum(["path", "query", "header"]),
        required: z.boolean().exactOptional(),
        schema: z.looseObject({}),
      }),
    )
    .exactOptional(),
  requestBody: z.looseObject({ content: contentSchema }).exactOptional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: contentSchema.exactOptional() })),
});
const documentSchema = z.looseObject({
  openapi: z.literal("3.1.0"),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "put", "post", "patch", "delete"]), operationSchema),
  ),
});

let server: TestServer;
let document: z.infer<typeof documentSchema>;

beforeAll(async () => {
  server = await startTestServer();
  document = documentSchema.parse((await server.app.inject({ url: "/openapi.json" })).json());
}, timeLimit);
afterAll(() => server.stop());

/** Every route that Fastify has, parsed from its printed tree, without the document itself and the pages for people. */
const routesOf = (printed: string): [string, string][] => {
  const prefixes: string[] = [];
  return printed.split("\n").flatMap((line): [string, string][] => {
    const [, indent = "", part = "", methods = ""] = /^(.*)[├└]── (\S+) \(([^)]*)\)$/.exec(line) ?? [];
    const depth = indent.length / 4;
    prefixes.splice(depth, Infinity, `${prefixes[depth - 1] ?? ""}${part}`);
    const url = prefixes[depth] ?? "";
    const own = methods.split(", ").filter((method) => method !== "HEAD" && method !== "");
    return url === "/openapi.json" || url.startsWith("/pages/") ? [] : own.map((method) => [url, method]);
  });
};

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

const contractFolder = resolve(import.meta.dirname, "../../../shared/contract/api");

/** Every operation of the contract, exported by its files as `…Operations`. */
const contractOperations = async (): Promise<Operation[]> => {
  const files = (await readdir(contractFolder)).filter((file) => !file.endsWith(".test.ts"));
  const modules = await Promise.all(
    files.map(async (file) => (await import(join(contractFolder, file))) as Readonly<Record<string, unknown>>),
  );
  const tables = modules.flatMap((exported) =>
    Object.entries(exported).flatMap(([name, value]) => (/[a-z]Operations$/.test(name) ? [value] : [])),
  );
  return tables.flatMap((table) => Object.values(table as Readonly<Record<string, Operation>>));
};

describe("the OpenAPI document", () => {
  it("lists every route of the running server, and no other", () => {
    const registered = routesOf(server.app.printRoutes({ commonPrefix: false }));
    expect(registered).toHaveLength(operations().length);
    for (const { path, method } of operations()) {
      const url = path.replaceAll(/\{(\w+)\}/g, ":$1");
      expect(server.app.hasRoute({ method: method.toUpperCase(), url })).toBe(true);
    }
    for (const [url, method] of registered)
      expect(document.paths[url.replaceAll(/:(\w+)/g, "{$1}")], `${method} ${url}`).toHaveProperty(
        method.toLowerCase(),
      );
  });

  it("describes each with its answer, its problems and who may call it", () => {
    for (const { path, method, operation } of operations()) {
      const { responses, security } = operation;
      expect(responses["default"]?.content).toHaveProperty("application/problem+json");
      const successes = Object.keys(responses).filter((status) => status.startsWith("2"));
      expect(successes.length, `${method} ${path}`).toBeGreaterThan(0);
      const isPublic = /^\/(health|ready|v1\/demo|v1\/sessions|v1\/password-resets)/.test(path);
      expect([path, security.length > 0]).toEqual([path, !isPublic]);
      for (const { session, apiKey } of security) expect(session ?? apiKey).toBeDefined();
      expect(security.some(({ apiKey }) => apiKey?.length === 0)).toBe(false);
    }
  });

  it("has a unique name for each, all its path parameters, and no dangling reference", () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = ""]) => pointer.split("/"));
    expect(references.length).toBeGreaterThan(0);
    for (const keys of references) {
      const target = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect([keys.join("/"), typeof target]).toEqual([keys.join("/"), "object"]);
    }
  });

  it("names all requests and answers: each body and each answer is a component", () => {
    const contents = operations().flatMap(({ path, method, operation: { requestBody, responses } }) =>
      [requestBody?.content, ...Object.values(responses).map(({ content }) => content)].flatMap((content) =>
        Object.values(content ?? {}).map(({ schema }) => ({ at: `${method} ${path}`, schema })),
      ),
    );
    const unnamed = contents.filter(({ schema: { $ref, type, items } }) => {
      const itself = type === "array" ? (items as { $ref?: string }).$ref : $ref;
      return itself === undefined && type !== "null";
    });
    expect(unnamed).toEqual([]);
    expect(contents.length).toBeGreaterThan(operations().length);
  });

  it("has exactly the operations of the contract, with their names", async () => {
    const described = operations().map(
      ({ path, method, operation: { operationId } }) =>
        `${operationId} ${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    );
    const contracted = (await contractOperations()).map(({ id, method, path }) => `${id} ${method} ${path}`);
    expect(described.toSorted()).toEqual(contracted.toSorted());
  });

  it("says which requests accept an idempotency key, and has examples of the bodies that shops send", () => {
    const post = (path: string) => document.paths[path]?.post;
    const takesKey = (path: string) => post(path)?.parameters?.some(({ name }) => name === "idempotency-key") === true;
    expect(["/v1/orders", "/v1/orders/{id}/decisions"].map(takesKey)).toEqual([true, true]);
    expect(["/v1/api-keys", "/v1/sync/push"].map(takesKey)).toEqual([false, false]);
    expect(["/v1/quotes", "/v1/quotes/{id}/order", "/v1/subscriptions/{id}/pause"].map(takesKey)).toEqual([
      true,
      true,
      true,
    ]);
    for (const path of ["/v1/orders", "/v1/quotes", "/v1/orders/{id}/decisions", "/v1/api-keys"])
      expect([path, Object.keys(post(path)?.requestBody?.content["application/json"] ?? {})]).toEqual([
        path,
        ["schema", "examples"],
      ]);
  });

  it("says where callers declare their protocol: devices must, those who answer orders may", () => {
    const declaring = operations().flatMap(({ path, operation: { parameters = [] } }) =>
      parameters.flatMap(({ name, required = false }) =>
        name === protocolHeader && !path.startsWith("/v1/sync/") ? [[path, required]] : [],
      ),
    );
    expect(Object.fromEntries(declaring)).toEqual({
      "/v1/session": true,
      "/v1/orders/{id}/decisions": false,
      "/v1/orders/{id}/reversals": false,
      "/v1/orders/{id}/comments": false,
    });
  });

  it("says exactly what requires a session", async () => {
    for (const { path, method, operation } of operations()) {
      const url = path.replaceAll(/\{\w+\}/g, "some-id");
      const { statusCode } = await server.app.inject({
        method: method.toUpperCase() as "GET",
        url,
        headers: protocolHeaders,
        ...(method === "get" ? {} : { payload: {} }),
      });
      expect([url, statusCode === 401]).toEqual([url, operation.security.length > 0]);
    }
  });
});
