import { describe, expect, it } from "vitest";
import { z } from "zod";

import { newestProtocol, protocolHeader, writeProtocols } from "@countersign/shared/contract/protocol-version.ts";

import { ServerClient } from "./server-client.ts";
import { problemAnswer, recordedFetch, silentAnswer } from "./testing/recorded-fetch.ts";

const schema = z.strictObject({ name: z.string() });
const ok = { ok: true, value: { name: "Ada" } };

/** A client whose server answers so. */
const asking = (answer: Parameters<typeof recordedFetch>[0], url = "http://server.example") => {
  const { fetch, requests } = recordedFetch(answer);
  return { client: new ServerClient(url, fetch), requests };
};
const failure = async (answer: Parameters<typeof recordedFetch>[0]) => {
  const result = await asking(answer).client.get("/v1/person", schema);
  if (result.ok) throw new Error("It has not failed");
  return result.error;
};
const unreachable = { code: "server-unreachable", args: {} };

describe("a request to a server", () => {
  it("names the program's protocols, and nobody without a token", async () => {
    const { client, requests } = asking(() => Response.json({ name: "Ada" }), "http://server.example/");
    expect(client.baseUrl).toBe("http://server.example");
    expect(await client.get("/v1/person", schema)).toEqual(ok);
    const [request] = requests;
    expect([request?.method, request?.url]).toEqual(["GET", "http://server.example/v1/person"]);
    expect(Object.fromEntries(request!.headers)).toEqual({ [protocolHeader]: `1-${newestProtocol}` });
    expect(request!.redirect).toBe("error");
  });

  it("carries a body as JSON, and the token", async () => {
    const { client, requests } = asking(() => Response.json({ name: "Ada" }), "http://server.example/sub///");
    expect(await client.post("/v1/person", { name: "Ada" }, schema, { token: "secret" })).toEqual(ok);
    const [request] = requests;
    expect([request?.method, request?.url]).toEqual(["POST", "http://server.example/sub/v1/person"]);
    expect(Object.fromEntries(request!.headers)).toEqual({
      [protocolHeader]: `1-${newestProtocol}`,
      authorization: "Bearer secret",
      "content-type": "application/json",
    });
    expect(await request!.json()).toEqual({ name: "Ada" });
  });

  it("of an operation has its parameters and its query in its path, and its body", async () => {
    const { client, requests } = asking(() => Response.json({ name: "Ada" }));
    const operation = { method: "PUT", path: "/v1/people/:id", answer: schema } as unknown as Parameters<
      typeof client.perform<typeof schema>
    >[0];
    const input = { params: { id: "a/b" }, query: { dry: true }, body: { name: "Ada" }, token: "secret" };
    expect(await client.perform(operation, input)).toEqual(ok);
    const [request] = requests;
    expect([request?.method, request?.url]).toEqual(["PUT", "http://server.example/v1/people/a%2Fb?dry=true"]);
    expect([request?.headers.get("authorization"), await request?.json()]).toEqual(["Bearer secret", { name: "Ada" }]);
  });

  it("is given up when its asker leaves", async () => {
    const leaving = new AbortController();
    const { client, requests } = asking(silentAnswer);
    const answer = client.get("/v1/person", schema, { signal: leaving.signal });
    leaving.abort();
    expect(await answer).toEqual({ ok: false, error: unreachable });
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it("is given up when the server is silent for too long", async () => {
    const { fetch } = recordedFetch(silentAnswer);
    const client = new ServerClient("http://server.example", fetch, { answer: 20, silence: 20 });
    expect(await client.get("/v1/person", schema)).toEqual({ ok: false, error: unreachable });
    const staying = new AbortController().signal;
    expect(await client.get("/v1/person", schema, { signal: staying })).toEqual({ ok: false, error: unreachable });
  });

  it("waits half a minute for an answer, and three quarters of a minute for a sign of life", () => {
    expect(asking(silentAnswer).client.timeouts).toEqual({ answer: 30_000, silence: 45_000 });
  });
});

describe("the answer of a server", () => {
  it("is read in full, however long it is", async () => {
    const name = "x".repeat(100_000);
    const { client } = asking(() => Response.json({ name }));
    expect(await client.get("/v1/person", schema)).toEqual({ ok: true, value: { name } });
  });

  it("is too large if it is longer than allowed", async () => {
    const { client } = asking(() => Response.json({ name: "Ada" }));
    const length = JSON.stringify({ name: "Ada" }).length;
    expect(await client.get("/v1/person", schema, { mostBytes: length })).toEqual(ok);
    const tooLarge = { ok: false, error: { code: "answer-too-large", args: {} } };
    expect(await client.get("/v1/person", schema, { mostBytes: length - 1 })).toEqual(tooLarge);
  });

  it("cannot be read if it is no JSON or of another form, which its status is told of", async () => {
    expect(await failure(() => new Response("<html>", { status: 201 }))).toEqual({
      code: "server-failed",
      args: { status: 201 },
    });
    expect(await failure(() => Response.json({ title: "Ada" }))).toEqual({
      code: "server-failed",
      args: { status: 200 },
    });
  });

  it("cannot be read because this program is too old, if the server has ever said that it speaks a newer protocol", async () => {
    const newer = writeProtocols({ oldest: 1, newest: newestProtocol + 1 });
    const answers = [
      Response.json({ name: "Ada" }, { headers: { [protocolHeader]: newer } }),
      Response.json({ title: "Ada" }),
    ];
    const { client } = asking(() => answers.shift()!);
    expect(client.unreadable()).toEqual({ code: "server-failed", args: { status: 200 } });
    await client.get("/v1/person", schema);
    expect(await client.get("/v1/person", schema)).toEqual({ ok: false, error: { code: "client-too-old", args: {} } });
    expect(client.unreadable()).toEqual({ code: "client-too-old", args: {} });
  });

  it("is none if there is no network", async () => {
    expect(await failure(() => Promise.reject(new TypeError("fetch failed")))).toEqual(unreachable);
  });
});

describe("the refusal of a server", () => {
  it("is its code with its figures, or without any", async () => {
    expect(await failure(() => problemAnswer(409, "document-changed", { seen: 1 }))).toEqual({
      code: "document-changed",
      args: { seen: 1 },
    });
    expect(await failure(() => problemAnswer(404, "request-unknown"))).toEqual({ code: "request-unknown", args: {} });
  });

  it.each([502, 503, 504])("with the status %i is that of a server that is not there", async (status) => {
    expect(await failure(() => problemAnswer(status, "stopping"))).toEqual(unreachable);
    const headers = { "retry-after": "7" };
    expect(await failure(() => new Response("", { status, headers }))).toEqual({
      ...unreachable,
      args: { seconds: 7 },
    });
  });

  it("because of too many requests says when to ask again, or after a second", async () => {
    const headers = { "retry-after": "7" };
    expect(await failure(() => new Response("slow down", { status: 429, headers }))).toEqual({
      code: "too-many-requests",
      args: { seconds: 7 },
    });
    expect(await failure(() => new Response("slow down", { status: 429 }))).toEqual({
      code: "too-many-requests",
      args: { seconds: 1 },
    });
    expect(await failure(() => problemAnswer(429, "sign-in-paused", { seconds: 9 }))).toEqual({
      code: "sign-in-paused",
      args: { seconds: 9 },
    });
  });

  it("without a code that can be read is its status", async () => {
    const failed = (status: number) => ({ code: "server-failed", args: { status } });
    expect(await failure(() => new Response("<html>", { status: 500 }))).toEqual(failed(500));
    expect(await failure(() => Response.json({ code: "x" }, { status: 400 }))).toEqual(failed(400));
    const endless = problemAnswer(400, "x".repeat(257 * 1024));
    expect(await failure(() => endless)).toEqual(failed(400));
  });

  it("is its status if it is cut off", async () => {
    const cut = new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) });
    expect(await failure(() => new Response(cut, { status: 500 }))).toEqual({
      code: "server-failed",
      args: { status: 500 },
    });
  });
});
