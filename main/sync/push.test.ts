import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, commandNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import type { PushRequest } from "@countersign/shared/contract/protocol.ts";
import type { Command } from "@countersign/shared/domain/command.ts";

import type { PullContext } from "./pull.ts";
import { pushHandler } from "./push.ts";
import { ServerClient } from "./server-client.ts";
import { problemAnswer, recordedFetch } from "./testing/recorded-fetch.ts";

type Content = Readonly<Record<string, unknown>>;

const accepted = { state: "accepted", at: minute(90), revision: 2 } as const;
const deferred = { state: "deferred", until: minute(900) };

describe("a push of commands", () => {
  let bench: Workbench;
  let requests: PushRequest[];
  let answer: (commands: readonly Command[]) => Response;
  let calls: number;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    requests = [];
    calls = 0;
    answer = (commands) => Response.json({ commands });
  });
  afterEach(() => bench.close());

  const numbered = (deviceSeq: number, changes: object = {}): Command =>
    commandNumbered(bench.store.deviceId, deviceSeq, changes);
  const stored = (content: Content) => ({ ...bench.store.stored("commands", content), _deleted: false });
  /** A command as it is here, and as the server had it the last time, if it did. */
  const change = (content: Content, before?: Content) => ({
    newDocumentState: stored(content),
    ...(before === undefined ? {} : { assumedMasterState: stored(before) }),
  });
  const push = (...rows: readonly ReturnType<typeof change>[]) => {
    const { fetch } = recordedFetch(async (request) => {
      expect([request.method, new URL(request.url).pathname]).toEqual(["POST", "/v1/sync/push"]);
      expect(request.headers.get("authorization")).toBe("Bearer token");
      const sent = (await request.json()) as PushRequest;
      requests.push(sent);
      return answer(sent.commands);
    });
    const connection = {
      call: (work: (line: object) => Promise<unknown>) => {
        calls += 1;
        return work({ token: "token", signal: new AbortController().signal });
      },
    } as unknown as PullContext["connection"];
    const client = new ServerClient("http://server.example", fetch);
    return pushHandler({ client, connection, store: bench.store })(rows);
  };

  it("sends the commands in the order in which they were made, for the epoch that the device knows", async () => {
    await bench.store.updateDevice({ epoch: "one" });
    const [one, two, three] = [1, 2, 3].map((number) => numbered(number));
    expect(await push(change(two!), change(three!), change(one!))).toEqual([]);
    expect(requests).toEqual([{ epoch: "one", deviceId: bench.store.deviceId, commands: [one, two, three] }]);
  });

  it("sends no field that a newer version added, and no verdict of a newer kind", async () => {
    const command = numbered(1);
    await push(change({ ...command, carbonGrams: 7, verdict: deferred }));
    expect(requests[0]?.commands).toEqual([command]);
  });

  it("sends a verdict that the server may have forgotten, but not one that came from it", async () => {
    const command = numbered(1);
    const judged = { ...command, verdict: accepted };
    await push(change(judged, judged));
    expect([calls, requests]).toEqual([0, []]);
    await push(change(judged));
    expect(requests[0]?.commands).toEqual([judged]);
    await push(change(judged, command));
    expect(requests).toHaveLength(2);
  });

  it("sends a command that waits, whatever the server had", async () => {
    const command = numbered(1);
    await push(change(command, command));
    expect(requests[0]?.commands).toEqual([command]);
  });

  it("returns the commands that the server has judged otherwise, as it sent them, and none that still wait", async () => {
    const [one, two, three] = [1, 2, 3].map((number) => numbered(number));
    answer = () =>
      Response.json({
        commands: [{ ...one, verdict: accepted }, two, { ...three, carbonGrams: 7, verdict: deferred }],
      });
    const judged = await push(change(one!), change(two!), change(three!));
    expect(judged.map(({ verdictState, content, _deleted }) => [verdictState, content, _deleted])).toEqual([
      ["accepted", { ...one, verdict: accepted }, false],
      ["newer", { ...three, carbonGrams: 7, verdict: deferred }, false],
    ]);
  });

  it("fails with the server's reason", async () => {
    answer = () => problemAnswer(401, "session-refused");
    await expect(push(change(numbered(1)))).rejects.toMatchObject({
      message: "push failed: session-refused",
      reason: { code: "session-refused" },
    });
  });
});
