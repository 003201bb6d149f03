import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { LooseStreamEvent } from "@countersign/shared/contract/protocol.ts";

import { followChanges } from "./change-stream.ts";
import { ServerClient } from "./server-client.ts";
import { problemAnswer, recordedFetch, silentAnswer } from "./testing/recorded-fetch.ts";

const event = (sequence: number) => ({ epoch: "one", sequence, collections: ["orders"] });
const lost = { code: "server-unreachable", args: {} };

/** A stream that the test writes to, and that the client may give up. */
const liveStream = () => {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const answer = ({ signal }: Request) => {
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given;
        signal.addEventListener("abort", () => given.error(signal.reason), { once: true });
      },
    });
    return new Response(body);
  };
  const write = (text: string) => controller?.enqueue(new TextEncoder().encode(text));
  return { answer, write, end: () => controller?.close(), cut: () => controller?.error(new TypeError("terminated")) };
};

describe("the stream of changes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const follow = (answer: Parameters<typeof recordedFetch>[0]) => {
    const { fetch, requests } = recordedFetch(answer);
    const client = new ServerClient("http://server.example", fetch, { answer: 30_000, silence: 1_000 });
    const leaving = new AbortController();
    const events: LooseStreamEvent[] = [];
    const options = { token: "token", signal: leaving.signal, onEvent: (one: LooseStreamEvent) => events.push(one) };
    let ended: unknown;
    const following = followChanges(client, options).then((reason) => (ended = reason));
    return { requests, leaving, events, following, ended: () => ended };
  };
  const pass = (millis = 1) => vi.advanceTimersByTimeAsync(millis);

  it("is asked for with its pages, in the person's name", async () => {
    const { requests, following } = follow(() => problemAnswer(401, "session-refused"));
    expect(await following).toEqual({ code: "session-refused", args: {} });
    const [request] = requests;
    expect([request?.method, request?.url, request?.headers.get("authorization")]).toEqual([
      "GET",
      "http://server.example/v1/sync/stream?pages=true",
      "Bearer token",
    ]);
  });

  it("passes on each event as it comes, in however many pieces", async () => {
    const stream = liveStream();
    const { events, ended } = follow(stream.answer);
    await pass();
    const text = `data: ${JSON.stringify(event(1))}\n\ndata: ${JSON.stringify(event(2))}\n\n`;
    stream.write(text.slice(0, 20));
    await pass();
    expect(events).toEqual([]);
    stream.write(text.slice(20));
    await pass();
    expect(events).toEqual([event(1), event(2)]);
    expect(ended()).toBeUndefined();
  });

  it("leaves out events with a name, which are a newer server's", async () => {
    const stream = liveStream();
    const { events, ended } = follow(stream.answer);
    await pass();
    stream.write(`event: weather\ndata: {}\n\ndata: ${JSON.stringify(event(1))}\n\n`);
    await pass();
    expect([events, ended()]).toEqual([[event(1)], undefined]);
  });

  it.each(["{}", "<html>"])("ends at an event that cannot be read: %s", async (data) => {
    const stream = liveStream();
    const { events, following } = follow(stream.answer);
    await pass();
    stream.write(`data: ${data}\n\n`);
    await pass();
    expect([events, await following]).toEqual([[], { code: "server-failed", args: { status: 200 } }]);
  });

  it("is lost when the server ends it or when it is cut off", async () => {
    for (const how of ["end", "cut"] as const) {
      const stream = liveStream();
      const { following } = follow(stream.answer);
      await pass();
      stream[how]();
      expect(await following).toEqual(lost);
    }
  });

  it("is a failure of the server if it has nothing to follow", async () => {
    const { following } = follow(() => new Response(null, { status: 204 }));
    expect(await following).toEqual({ code: "server-failed", args: { status: 204 } });
  });

  it("is lost when it says nothing for too long, counted from the last sign of life", async () => {
    const stream = liveStream();
    const { following, ended } = follow(stream.answer);
    await pass(900);
    stream.write(":\n\n");
    await pass(900);
    stream.write(":\n\n");
    await pass(999);
    expect(ended()).toBeUndefined();
    await pass(2);
    expect(await following).toEqual(lost);
  });

  it("is lost when it does not even begin", async () => {
    const { following, ended } = follow(silentAnswer);
    await pass(999);
    expect(ended()).toBeUndefined();
    await pass(1);
    expect(await following).toEqual(lost);
  });

  it("ends when nobody follows it any more, and leaves nothing to wait for", async () => {
    const stream = liveStream();
    const { following, leaving } = follow(stream.answer);
    await pass();
    stream.write(":\n\n");
    await pass();
    expect(vi.getTimerCount()).toBe(1);
    leaving.abort();
    expect(await following).toEqual(lost);
    expect(vi.getTimerCount()).toBe(0);
  });
});
