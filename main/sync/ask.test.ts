import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { longestAnswer } from "@countersign/shared/contract/ask.ts";
import { newestProtocol, protocolHeader, writeProtocols } from "@countersign/shared/contract/protocol-version.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";

import type { Fetch } from "./server-client.ts";
import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

const path = "/v1/mail-preferences";

const untilAborted: Fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error), { once: true });
  });

const problem = (status: number, code: string, args = {}) =>
  Response.json({ type: "about:blank", title: code, status, detail: code, code, args }, { status });

describe("asking the server", () => {
  let server: ServerDouble;
  let answer: Fetch;
  let requests: Request[];
  let isSessionOver: boolean;
  let bench: Awaited<ReturnType<typeof openSync>>;

  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/session" && isSessionOver) return problem(401, "session-refused");
    if (pathname !== path) return server.fetch(input, init);
    requests.push(request.clone());
    return answer(input, init);
  };
  const status = () => [bench.sync.status.state, bench.sync.status.problem?.code];
  const isOnline = () => expect.poll(status).toEqual(["online", undefined]);
  const read = (signal = new AbortController().signal) => bench.sync.ask("readMailPreferences", {}, signal);

  beforeEach(async () => {
    server = new ServerDouble();
    requests = [];
    isSessionOver = false;
    answer = () => Promise.resolve(Response.json(defaultMailPreferences));
    bench = await openSync(fetch);
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  it("sends what the operation defines, in the name of the signed-in person, and returns the answer", async () => {
    bench.sync.start();
    await isOnline();
    const body: MailPreferences = { language: "de", timeZone: "Europe/Vienna" };
    answer = () => Promise.resolve(Response.json(body));
    const signal = new AbortController().signal;
    expect(await bench.sync.ask("writeMailPreferences", { body }, signal)).toEqual({ ok: true, value: body });
    const [request] = requests;
    expect([request?.method, request?.headers.get("authorization")]).toEqual(["PUT", "Bearer token"]);
    expect(await request?.json()).toEqual(body);
  });

  it("answers offline at once without a connection, and asks nothing later", async () => {
    expect(await read()).toEqual({ ok: false, error: { code: "offline", args: {} } });
    bench.sync.start();
    await isOnline();
    expect(requests).toEqual([]);
  });

  it("returns the server's refusal with its code and figures, and stays connected", async () => {
    bench.sync.start();
    await isOnline();
    answer = () => Promise.resolve(problem(409, "document-changed", { seen: 1, current: 2 }));
    expect(await read()).toEqual({ ok: false, error: { code: "document-changed", args: { seen: 1, current: 2 } } });
    expect(status()).toEqual(["online", undefined]);
  });

  it("ends the connection with the reason when the session is over, as everything else does", async () => {
    bench.sync.start();
    await isOnline();
    isSessionOver = true;
    answer = () => Promise.resolve(problem(401, "session-refused"));
    expect(await read()).toMatchObject({ error: { code: "session-refused" } });
    await expect.poll(status).toEqual(["offline", "session-refused"]);
    expect(await read()).toMatchObject({ error: { code: "session-refused" } });
    expect(requests).toHaveLength(1);
  });

  it("distinguishes an invalid answer from a refusal, and a newer server from a faulty one", async () => {
    bench.sync.start();
    await isOnline();
    answer = () => Promise.resolve(Response.json({ language: "en" }));
    expect(await read()).toEqual({ ok: false, error: { code: "server-failed", args: { status: 200 } } });
    const headers = { [protocolHeader]: writeProtocols({ oldest: 1, newest: newestProtocol + 1 }) };
    answer = () => Promise.resolve(Response.json({ language: "en" }, { headers }));
    expect(await read()).toEqual({ ok: false, error: { code: "client-too-old", args: {} } });
    expect(status()).toEqual(["online", undefined]);
  });

  it("keeps additional fields from a newer server", async () => {
    bench.sync.start();
    await isOnline();
    const newer = { ...defaultMailPreferences, language: "fr", digest: true };
    answer = () => Promise.resolve(Response.json(newer));
    expect(await read()).toEqual({ ok: true, value: { ...newer, language: { newer: "fr" } } });
  });

  it("ends only the request when its asker leaves", async () => {
    bench.sync.start();
    await isOnline();
    answer = untilAborted;
    const leaving = new AbortController();
    const asking = read(leaving.signal);
    await expect.poll(() => requests.length).toBe(1);
    leaving.abort();
    expect(await asking).toEqual({ ok: false, error: { code: "cancelled", args: {} } });
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(status()).toEqual(["online", undefined]);
  });

  it("waits no longer than its connection lasts", async () => {
    bench.sync.start();
    await isOnline();
    answer = untilAborted;
    const asking = read();
    await expect.poll(() => requests.length).toBe(1);
    await bench.sync.stop();
    expect(await asking).toEqual({ ok: false, error: { code: "no-answer", args: {} } });
  });

  it("treats an aborted request as a lost connection", async () => {
    bench.sync.start();
    await isOnline();
    answer = () => Promise.reject(new TypeError("terminated"));
    expect(await read()).toEqual({ ok: false, error: { code: "no-answer", args: {} } });
    await expect.poll(status).toEqual(["offline", undefined]);
  });

  it("reads no more of an answer than the limit", async () => {
    bench.sync.start();
    await isOnline();
    let given = 0;
    const chunk = new Uint8Array(64 * 1024).fill(32);
    const endless = new ReadableStream<Uint8Array>({
      pull: (stream) => {
        given += chunk.length;
        stream.enqueue(chunk);
      },
    });
    answer = () => Promise.resolve(new Response(endless));
    expect(await read()).toEqual({ ok: false, error: { code: "answer-too-large", args: {} } });
    expect(given).toBeLessThan(longestAnswer + 4 * chunk.length);
  });
});
