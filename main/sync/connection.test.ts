import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { ada } from "#main/testing/orders.ts";
import { sessionAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import { Connection } from "./connection.ts";
import type { Fetch } from "./server-client.ts";
import { ServerClient } from "./server-client.ts";
import { SessionTokens } from "./session.ts";

const seconds = 1_000;

type Answer = (request: { readonly path: string; readonly signal: AbortSignal | undefined }) => Promise<Response>;

/** Never answers, and ends only when the client gives up: a connection that is half open. */
const silence: Answer = ({ signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });

/** A stream that a test writes to; it ends only when the client gives up. */
class TestStream {
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly answer: Answer = ({ signal }) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        signal?.addEventListener("abort", () => controller.error(signal.reason), { once: true });
      },
    });
    return Promise.resolve(new Response(body));
  };

  write(text: string): void {
    this.#controller?.enqueue(this.#encoder.encode(text));
  }

  event(): void {
    this.write(`data: ${JSON.stringify({ epoch: "one", sequence: 1, collections: ["orders"] })}\n\n`);
  }
}

const json = (body: unknown, init: ResponseInit = {}): Response => new Response(JSON.stringify(body), init);

describe("the connection", () => {
  const asked: string[] = [];
  let stream: TestStream;
  let answers: Record<string, Answer>;
  let connection: Connection;
  let client: ServerClient;

  const fetch: Fetch = (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    asked.push(path);
    return (answers[path] ?? silence)({ path, signal: init?.signal ?? undefined });
  };
  const times = (path: string): number => asked.filter((one) => one === path).length;
  const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

  beforeEach(() => {
    vi.useFakeTimers();
    asked.length = 0;
    stream = new TestStream();
    answers = {
      "/v1/demo/sessions": () =>
        Promise.resolve(json({ token: "token", person: ada, expiresAt: "2026-11-24T12:00:00.000Z" })),
      "/v1/session": () => Promise.resolve(json({ person: ada, epoch: "one" })),
      "/v1/sync/stream": stream.answer,
    };
    client = new ServerClient("http://server.example", fetch);
    connection = new Connection({
      client,
      tokens: new SessionTokens(client, memorySecrets(), { email: ada.email, signsInBy: "address" }),
      random: () => 0,
      onSession: () => Promise.resolve(undefined),
    });
    connection.start();
  });
  afterEach(async () => {
    await connection.stop();
    vi.useRealTimers();
  });

  const goOnline = async (): Promise<void> => {
    await pass(1);
    stream.event();
    await pass(1);
    expect(connection.status.state).toBe("online");
  };

  it("D03 lives as long as the stream shows a sign of life, and is rebuilt when it shows none", async () => {
    await goOnline();
    for (let beats = 0; beats < 20; beats += 1) {
      await pass(15 * seconds);
      stream.write(":\n\n");
    }
    await pass(44 * seconds);
    expect([connection.status.state, times("/v1/sync/stream")]).toEqual(["online", 1]);
    await pass(2 * seconds);
    expect(times("/v1/sync/stream")).toBe(2);
    await goOnline();
  });

  it("D03 notices a stream that is accepted and never answered", async () => {
    answers["/v1/sync/stream"] = silence;
    await pass(46 * seconds);
    expect(times("/v1/sync/stream")).toBe(2);
    answers["/v1/sync/stream"] = stream.answer;
    await pass(46 * seconds);
    await goOnline();
  });

  it("D09 ends calls on a line that is gone, so that they are repeated at once and not after their own timeout", async () => {
    await goOnline();
    const call = connection.call((line) => client.get("/v1/never-answered", sessionAnswerSchema, line));
    await pass(1);
    connection.drop(refusal("server-unreachable"));
    expect(await call).toMatchObject({ ok: false, error: { code: "server-unreachable" } });
    await pass(seconds);
    await goOnline();
    expect(await connection.call(({ signal }) => Promise.resolve(signal.aborted))).toBe(false);
  });

  it("D03 is not ended by a call that fails late, when its own line is long gone", async () => {
    await goOnline();
    let failLate: (error: Error) => void = () => {};
    const late = connection.call(() => new Promise((_resolve, reject) => (failLate = reject)));
    late.catch(() => {});
    await pass(1);
    connection.drop(refusal("server-unreachable"));
    await pass(seconds);
    await goOnline();
    failLate(new Error("late"));
    await expect(late).rejects.toThrow("late");
    await pass(1);
    expect(connection.status).toEqual({ state: "online" });
  });

  it("D03 is rebuilt ever more slowly while one call is refused, whatever else succeeds on it", async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await goOnline();
      await connection.call(() => Promise.resolve());
      connection.drop(refusal("server-failed", { status: 500 }));
      await pass(250 * 2 ** attempt - 10);
      expect(times("/v1/session")).toBe(attempt + 1);
      await pass(10);
      expect(times("/v1/session")).toBe(attempt + 2);
    }
  });

  it.each([429, 503])("leaves a server that answers %i alone for as long as it asks for", async (status) => {
    answers["/v1/session"] = () => Promise.resolve(json({}, { status, headers: { "retry-after": "120" } }));
    await pass(1);
    expect(times("/v1/session")).toBe(1);
    await pass(119 * seconds);
    expect(times("/v1/session")).toBe(1);
    await pass(2 * seconds);
    expect(times("/v1/session")).toBe(2);
  });

  it("asks at once anyway when the person wants it", async () => {
    answers["/v1/session"] = () => Promise.resolve(json({}, { status: 503, headers: { "retry-after": "120" } }));
    await pass(1);
    connection.retryNow();
    await pass(1);
    expect(times("/v1/session")).toBe(2);
  });

  it("treats a truncated answer as an unreachable server, not as an invalid answer", async () => {
    const cut = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(`{"person":`));
        controller.error(new TypeError("terminated"));
      },
    });
    answers["/v1/cut"] = () => Promise.resolve(new Response(cut));
    answers["/v1/nonsense"] = () => Promise.resolve(new Response("<html>"));
    expect(await client.get("/v1/cut", sessionAnswerSchema)).toMatchObject({ error: { code: "server-unreachable" } });
    expect(await client.get("/v1/nonsense", sessionAnswerSchema)).toMatchObject({ error: { code: "server-failed" } });
  });
});
