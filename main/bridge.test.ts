import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { MainMessage } from "@countersign/shared/contract/bridge.ts";

import type { DesktopApp } from "./app.ts";
import type { WindowConnection } from "./bridge.ts";
import { serveWindow } from "./bridge.ts";
import { createApp } from "./create-app.ts";

describe("the bridge", () => {
  let directory: string;
  let app: DesktopApp;
  let connection: WindowConnection;
  let sent: MainMessage[];
  let logged: unknown[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "countersign-bridge-"));
    const secrets = {
      read: () => Promise.resolve(undefined),
      write: () => Promise.resolve(false),
      remove: () => Promise.resolve(),
    };
    // Port 9 (discard) refuses connections: a server that cannot be reached.
    app = createApp({ server: "http://127.0.0.1:9", directory, secrets });
    sent = [];
    logged = [];
    connection = serveWindow(app, { send: (message) => sent.push(message) }, (error) => logged.push(error));
  });
  afterEach(async () => {
    connection.close();
    await app.close();
    await rm(directory, { recursive: true });
  });

  const answers = () => sent.filter((message) => message.kind !== "version");
  const answered = async (count: number) => {
    await expect.poll(() => answers().length).toBe(count);
    return answers().toSorted((left, right) => left.id - right.id);
  };

  it("announces its version first", () => {
    expect(sent).toEqual([{ kind: "version", version: 1 }]);
  });

  it("refuses an unknown call and an unknown topic", async () => {
    connection.receive({ kind: "call", id: 1, name: "database.drop", input: {} });
    connection.receive({ kind: "follow", id: 2, name: "__proto__", params: {} });
    expect(await answered(2)).toMatchObject([
      { kind: "result", id: 1, outcome: { ok: false, error: { code: "request-unknown" } } },
      { kind: "update", id: 2, outcome: { ok: false, error: { code: "request-unknown" } } },
    ]);
  });

  it("refuses input that does not fit its schema, with the path of the field", async () => {
    connection.receive({ kind: "call", id: 1, name: "approve-order", input: { orderId: 7, stageId: "stage-1" } });
    connection.receive({ kind: "follow", id: 2, name: "inbox", params: { start: 0, count: 1_000_000 } });
    expect(await answered(2)).toMatchObject([
      { id: 1, outcome: { ok: false, error: { code: "request-malformed", args: { path: "orderId" } } } },
      { id: 2, outcome: { ok: false, error: { code: "request-malformed", args: { path: "count" } } } },
    ]);
  });

  it("asks the server only for listed operations, with only the input that they take", async () => {
    const preferences = { language: "en", timeZone: "UTC" };
    connection.receive({ kind: "ask", id: 1, name: "read-the-history", input: {} });
    connection.receive({ kind: "ask", id: 2, name: "constructor", input: {} });
    connection.receive({ kind: "ask", id: 3, name: "readMailPreferences", input: { path: "/v1/session" } });
    connection.receive({
      kind: "ask",
      id: 4,
      name: "writeMailPreferences",
      input: { body: { ...preferences, remindAtHour: 24 } },
    });
    connection.receive({ kind: "ask", id: 5, name: "writeMailPreferences", input: { body: preferences } });
    expect(await answered(5)).toMatchObject([
      { outcome: { ok: false, error: { code: "request-unknown", args: { name: "read-the-history" } } } },
      { outcome: { ok: false, error: { code: "request-unknown" } } },
      { outcome: { ok: false, error: { code: "request-malformed" } } },
      { outcome: { ok: false, error: { code: "request-malformed", args: { path: "body.remindAtHour" } } } },
      { outcome: { ok: false, error: { code: "not-signed-in" } } },
    ]);
  });

  it("answers no question that its window cancelled", async () => {
    connection.receive({ kind: "ask", id: 1, name: "readMailPreferences", input: {} });
    connection.receive({ kind: "cancel", id: 1 });
    connection.receive({ kind: "cancel", id: 7 });
    connection.receive({ kind: "ask", id: 2, name: "readMailPreferences", input: {} });
    expect(await answered(1)).toMatchObject([{ id: 2 }]);
  });

  it("answers not-signed-in while nobody is signed in", async () => {
    connection.receive({ kind: "call", id: 1, name: "approve-order", input: { orderId: "x", stageId: "stage-1" } });
    expect(await answered(1)).toMatchObject([{ outcome: { ok: false, error: { code: "not-signed-in" } } }]);
  });

  it.each([[undefined], ["text"], [{ kind: "call" }], [{ kind: "call", id: -1, name: "x", input: {} }], [[]]])(
    "drops and logs an invalid message: %j",
    (message) => {
      connection.receive(message);
      expect(answers()).toEqual([]);
      expect(logged).toHaveLength(1);
    },
  );

  it("shows the start page with the reason while the server cannot be reached", async () => {
    await app.start();
    connection.receive({ kind: "follow", id: 1, name: "session", params: {} });
    expect(await answered(1)).toMatchObject([
      {
        outcome: {
          ok: true,
          value: { state: "signed-out", people: [], problem: { code: "server-unreachable" } },
        },
      },
    ]);
  });
});
