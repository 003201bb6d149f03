import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { ada } from "#main/testing/orders.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { ConnectionStatus } from "./connection.ts";
import { Connection } from "./connection.ts";
import { FailedCall } from "./failed-call.ts";
import { ServerClient } from "./server-client.ts";
import { SessionTokens } from "./session.ts";
import { problemAnswer, recordedFetch } from "./testing/recorded-fetch.ts";
import { ServerDouble } from "./testing/server-double.ts";

const seconds = 1_000;
const staying = new AbortController().signal;

describe("the life of a connection", () => {
  let server: ServerDouble;
  let asked: { readonly path: string; readonly token: string | null }[];
  let statuses: ConnectionStatus[];
  let events: unknown[];
  let refuses: (path: string, token: string | null) => Response | undefined;
  let objection: AppError | undefined;
  let connection: Connection;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new ServerDouble();
    [asked, statuses, events] = [[], [], []];
    refuses = () => undefined;
    objection = undefined;
    const { fetch } = recordedFetch((request) => {
      const [path, token] = [new URL(request.url).pathname, request.headers.get("authorization")];
      asked.push({ path, token });
      return refuses(path, token) ?? server.fetch(request.url, request);
    });
    const client = new ServerClient("http://server.example", fetch);
    connection = new Connection({
      client,
      tokens: new SessionTokens(client, memorySecrets(), { email: ada.email, signsInBy: "address" }),
      random: () => 0,
      onSession: () => Promise.resolve(objection),
    });
    connection.status$.subscribe((status) => statuses.push(status));
    connection.events$.subscribe((event) => events.push(event));
  });
  afterEach(async () => {
    await connection.stop();
    vi.useRealTimers();
  });

  const pass = (millis = 1) => vi.advanceTimersByTimeAsync(millis);
  const times = (path: string) => asked.filter((one) => one.path === path).length;
  const begin = async () => {
    connection.start();
    await pass();
  };

  it("is connecting at first, and online from the first event on, which it passes on", async () => {
    expect(connection.status).toEqual({ state: "connecting" });
    await begin();
    expect([statuses[0], statuses.at(-1)]).toEqual([{ state: "connecting" }, { state: "online" }]);
    server.tell({ epoch: "one", sequence: 2, collections: ["orders"] });
    await pass();
    expect(events).toMatchObject([{ sequence: 1 }, { sequence: 2, collections: ["orders"] }]);
    expect(statuses.filter(({ state }) => state === "online")).toHaveLength(1);
  });

  it("begins once, however often it is started", async () => {
    connection.start();
    await begin();
    expect(times("/v1/sync/stream")).toBe(1);
  });

  it("takes a new token when the kept one is over, once, and follows with the new one", async () => {
    refuses = (path) =>
      path === "/v1/session" && times(path) === 1 ? problemAnswer(401, "session-refused") : undefined;
    await begin();
    expect(asked.map(({ path }) => path)).toEqual([
      "/v1/demo/sessions",
      "/v1/session",
      "/v1/demo/sessions",
      "/v1/session",
      "/v1/sync/stream",
    ]);
    expect(asked.at(-1)?.token).toBe("Bearer token");
    expect(connection.status).toEqual({ state: "online" });
  });

  it("takes no new token for another refusal", async () => {
    refuses = (path) => (path === "/v1/session" ? problemAnswer(403, "client-too-old") : undefined);
    await begin();
    expect(asked.map(({ path }) => path)).toEqual(["/v1/demo/sessions", "/v1/session"]);
    expect(connection.status).toEqual({ state: "offline", problem: { code: "client-too-old", args: {} } });
  });

  it("says why there is no token, and asks for none of the person's data", async () => {
    refuses = () => problemAnswer(404, "person-unknown");
    await begin();
    expect(asked.map(({ path }) => path)).toEqual(["/v1/demo/sessions"]);
    expect(connection.status).toEqual({ state: "offline", problem: { code: "person-unknown", args: {} } });
  });

  it("says why there is no new token", async () => {
    refuses = (path) => {
      if (path === "/v1/session") return problemAnswer(401, "session-refused");
      return times(path) === 2 ? problemAnswer(404, "person-unknown") : undefined;
    };
    await begin();
    expect(connection.status).toEqual({ state: "offline", problem: { code: "person-unknown", args: {} } });
  });

  it("does not follow the changes of a session that cannot be used", async () => {
    objection = refusal("another-person");
    await begin();
    expect(times("/v1/sync/stream")).toBe(0);
    expect(connection.status).toEqual({ state: "offline", problem: objection });
  });

  it("is offline without a problem when only the network is missing, and stays so while it tries", async () => {
    refuses = () => problemAnswer(503, "stopping");
    await begin();
    await pass(10 * seconds);
    expect(times("/v1/demo/sessions")).toBeGreaterThan(3);
    expect(new Set(statuses.map((status) => JSON.stringify(status)))).toEqual(
      new Set(['{"state":"connecting"}', '{"state":"offline"}']),
    );
    const [, ...later] = statuses.filter(({ state }) => state === "offline");
    expect(statuses.slice(-later.length)).toEqual(later);
    refuses = () => undefined;
    connection.retryNow();
    await pass();
    expect(connection.status).toEqual({ state: "online" });
  });

  it("ends what is under way on a line that is lost, with the reason that was given first", async () => {
    await begin();
    const { signal } = await connection.call((line) => Promise.resolve(line));
    connection.drop(refusal("server-failed", { status: 500 }));
    connection.drop(refusal("session-refused"));
    expect(signal.aborted).toBe(true);
    await pass();
    expect(connection.status.problem).toEqual({ code: "server-failed", args: { status: 500 } });
  });

  it("comes back soon after a loss if it has carried anything, and ever later if not", async () => {
    const lose = async () => {
      connection.drop(refusal("server-unreachable"));
      await pass();
      const before = times("/v1/session");
      let waited = 0;
      while (times("/v1/session") === before) {
        await pass(50);
        waited += 50;
      }
      await pass();
      return waited;
    };
    await begin();
    expect([await lose(), await lose(), await lose()]).toEqual([250, 500, 1_000]);
    await connection.call(() => Promise.resolve());
    expect(await lose()).toBe(250);
    expect(await lose()).toBe(500);
    connection.confirm();
    expect(await lose()).toBe(250);
  });

  it("waits for the line, and ends it with the reason when a call fails", async () => {
    const call = connection.call(({ token }) => Promise.resolve(token));
    await begin();
    expect(await call).toBe("token");
    const failed = new FailedCall("pull of orders", refusal("client-too-old"));
    await expect(connection.call(() => Promise.reject(failed))).rejects.toBe(failed);
    await pass();
    expect(connection.status).toEqual({ state: "offline", problem: { code: "client-too-old", args: {} } });
  });

  it("lets nobody wait for a line once it is stopped, and tells no more", async () => {
    await begin();
    let isComplete = 0;
    connection.status$.subscribe({ complete: () => (isComplete += 1) });
    connection.events$.subscribe({ complete: () => (isComplete += 1) });
    const { signal } = await connection.call((line) => Promise.resolve(line));
    await connection.stop();
    expect([isComplete, signal.aborted]).toEqual([2, true]);
    const before = asked.length;
    await pass(60 * seconds);
    expect(asked.length).toBe(before);
  });

  it("can be stopped while it waits to try again", async () => {
    refuses = () => new Response("", { status: 503, headers: { "retry-after": "600" } });
    await begin();
    const waiting = connection.call(() => Promise.resolve());
    waiting.catch(() => undefined);
    await connection.stop();
    await expect(waiting).rejects.toThrow("no elements in sequence");
    expect(vi.getTimerCount()).toBe(0);
  });

  describe("that is asked a question", () => {
    it("answers why it is offline, or that it is", async () => {
      const work = vi.fn(() => Promise.resolve(ok("answer")));
      expect(await connection.ask(work, staying)).toEqual(fail(refusal("offline")));
      objection = refusal("another-person");
      await begin();
      expect(await connection.ask(work, staying)).toEqual(fail(objection));
      expect(work).not.toHaveBeenCalled();
    });

    it("returns the answer, and what the server refuses, and stays online", async () => {
      await begin();
      expect(await connection.ask(({ token }) => Promise.resolve(ok(token)), staying)).toEqual(ok("token"));
      const refused = fail(refusal("document-changed"));
      expect(await connection.ask(() => Promise.resolve(refused), staying)).toEqual(refused);
      expect(connection.status).toEqual({ state: "online" });
    });

    it.each([
      ["server-unreachable", "no-answer", { state: "offline" }],
      ["session-refused", "session-refused", { state: "offline", problem: refusal("session-refused") }],
    ])("ends when the answer is %s", async (code, told, status) => {
      await begin();
      expect(await connection.ask(() => Promise.resolve(fail(refusal(code))), staying)).toEqual(fail(refusal(told)));
      await pass();
      expect(connection.status).toEqual(status);
    });

    it("stays online when its asker has left, whatever the answer is", async () => {
      await begin();
      const leaving = new AbortController();
      const asked = connection.ask(({ signal }) => {
        leaving.abort();
        return Promise.resolve(signal.aborted ? fail(refusal("server-unreachable")) : ok("answer"));
      }, leaving.signal);
      expect(await asked).toEqual(fail(refusal("cancelled")));
      expect(connection.status).toEqual({ state: "online" });
    });

    it("is not ended by an answer that comes when its line is gone", async () => {
      await begin();
      let answer: (lost: ReturnType<typeof fail<AppError>>) => void = () => undefined;
      const late = connection.ask(() => new Promise((resolve) => (answer = resolve)), staying);
      connection.drop(refusal("server-unreachable"));
      await pass(seconds);
      expect(connection.status).toEqual({ state: "online" });
      answer(fail(refusal("session-refused")));
      expect(await late).toEqual(fail(refusal("session-refused")));
      await pass();
      expect(connection.status).toEqual({ state: "online" });
    });
  });
});
