import { describe, expect, it, vi } from "vitest";

import type { WindowMessage } from "@countersign/shared/contract/bridge.ts";
import { bridgeVersion } from "@countersign/shared/contract/bridge.ts";

import { createBridgeClient } from "./client.ts";
import type { Port, PortState } from "./port.ts";

/** A port whose other end is the test. */
const testPort = () => {
  const sent: WindowMessage[] = [];
  let state: PortState = "connecting";
  let receive: (message: unknown) => void = () => undefined;
  let enter: (state: PortState) => void = () => undefined;
  const port: Port = {
    send: (message) => {
      if (state === "open") sent.push(message);
    },
    onMessage: (listener) => {
      receive = listener;
      return () => undefined;
    },
    onState: (listener) => {
      enter = (next) => {
        state = next;
        listener(next);
      };
      listener(state);
      return () => undefined;
    },
  };
  return { port, sent, say: (message: unknown) => receive(message), enter: (next: PortState) => enter(next) };
};

const connected = () => {
  const other = testPort();
  const client = createBridgeClient(other.port);
  other.enter("open");
  return { ...other, client };
};

const unexpected = { ok: false, error: { code: "unexpected", args: {} } };

describe("the bridge's client", () => {
  it("answers each call with the result of its own id, whatever the order of the answers", async () => {
    const { client, sent, say } = connected();
    const signIn = client.call("sign-in", { email: "ada.berg@northwind.example" });
    const sync = client.call("sync-now", {});
    const [first, second] = sent;
    say({ kind: "result", id: second?.id, outcome: { ok: false, error: { code: "server-unreachable", args: {} } } });
    say({ kind: "result", id: first?.id, outcome: { ok: true, value: {} } });
    expect(await signIn).toEqual({ ok: true, value: {} });
    expect(await sync).toEqual({ ok: false, error: { code: "server-unreachable", args: {} } });
  });

  it("turns an answer that breaks the contract into an error", async () => {
    const { client, sent, say } = connected();
    const call = client.call("sync-now", {});
    say({ kind: "result", id: sent[0]?.id, outcome: { ok: true, value: "done" } });
    expect(await call).toEqual(unexpected);
  });

  it("drops a malformed message and continues with the next", () => {
    const { client, sent, say } = connected();
    const onUpdate = vi.fn();
    client.follow("session", {}, onUpdate);
    for (const malformed of [undefined, "text", { kind: "update" }, { kind: "gossip", id: 1 }]) say(malformed);
    say({ kind: "update", id: sent[0]?.id, outcome: { ok: true, value: { state: "opening" } } });
    expect(onUpdate.mock.calls).toEqual([[{ ok: true, value: { state: "opening" } }]]);
  });

  it("fails calls that are in flight when the process stops, and calls made while it is gone", async () => {
    const { client, enter } = connected();
    const inFlight = client.call("sync-now", {});
    enter("lost");
    expect(await inFlight).toEqual(unexpected);
    expect(await client.call("sync-now", {})).toEqual(unexpected);
    expect(client.state.getState()).toBe("lost");
  });

  it("returns the server's answer, or an error when it breaks the contract", async () => {
    const { client, sent, say } = connected();
    const { signal } = new AbortController();
    const read = client.ask("readMailPreferences", {}, signal);
    const again = client.ask("readMailPreferences", {}, signal);
    const value = { language: "en", timeZone: "UTC" };
    expect(sent).toMatchObject([{ kind: "ask", name: "readMailPreferences", input: {} }, { kind: "ask" }]);
    say({ kind: "result", id: sent[0]?.id, outcome: { ok: true, value } });
    say({ kind: "result", id: sent[1]?.id, outcome: { ok: true, value: { language: "en" } } });
    expect(await read).toEqual({ ok: true, value });
    expect(await again).toEqual(unexpected);
  });

  it("cancels a question when its signal is aborted, and ignores a later answer", async () => {
    const { client, sent, say } = connected();
    const leaving = new AbortController();
    const read = client.ask("readMailPreferences", {}, leaving.signal);
    leaving.abort();
    expect(await read).toEqual({ ok: false, error: { code: "cancelled", args: {} } });
    say({ kind: "result", id: sent[0]?.id, outcome: { ok: true, value: {} } });
    expect(await client.ask("readMailPreferences", {}, leaving.signal)).toMatchObject({
      error: { code: "cancelled" },
    });
    expect(sent.map(({ kind, id }) => [kind, id])).toEqual([
      ["ask", sent[0]?.id],
      ["cancel", sent[0]?.id],
    ]);
  });

  it("follows everything again when the process is back", () => {
    const { client, sent, enter } = connected();
    client.follow("inbox", { start: 0, count: 100 }, () => undefined);
    const end = client.follow("status", {}, () => undefined);
    end();
    enter("lost");
    sent.length = 0;
    enter("open");
    expect(sent).toMatchObject([{ kind: "follow", name: "inbox", params: { start: 0, count: 100 } }]);
  });

  it("follows, once connected, what was asked for before the first connection", () => {
    const other = testPort();
    createBridgeClient(other.port).follow("session", {}, () => undefined);
    expect(other.sent).toEqual([]);
    other.enter("open");
    expect(other.sent).toMatchObject([{ kind: "follow", name: "session" }]);
  });

  it("passes on no update after following has ended", () => {
    const { client, sent, say } = connected();
    const onUpdate = vi.fn();
    client.follow("session", {}, onUpdate)();
    expect(sent.map(({ kind }) => kind)).toEqual(["follow", "unfollow"]);
    say({ kind: "update", id: sent[0]?.id, outcome: { ok: true, value: { state: "opening" } } });
    expect(onUpdate).not.toHaveBeenCalled();
  });

  it("is incompatible with a process of another version, and open with one of its own", () => {
    const { client, say, enter } = connected();
    say({ kind: "version", version: bridgeVersion + 1 });
    expect(client.state.getState()).toBe("incompatible");
    enter("lost");
    enter("open");
    say({ kind: "version", version: bridgeVersion });
    expect(client.state.getState()).toBe("open");
  });
});
