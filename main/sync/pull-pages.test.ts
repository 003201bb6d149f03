import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import type { Checkpoint } from "@countersign/shared/contract/protocol.ts";

import { ArrivedPage } from "./arrived-page.ts";
import { FailedCall } from "./failed-call.ts";
import type { PullContext } from "./pull.ts";
import { pullHandler } from "./pull.ts";
import { ServerClient } from "./server-client.ts";
import { problemAnswer, recordedFetch } from "./testing/recorded-fetch.ts";

const at = (sequence: number, documentId = ""): Checkpoint => ({ epoch: "one", sequence, documentId });
const row = (document: object) => ({ deleted: false, document });
const gone = (id: string) => ({ deleted: true, id });
const first = orderNumbered(1);
const second = orderNumbered(2);

describe("a pull of a collection", () => {
  let bench: Workbench;
  let pages: { readonly rows: readonly object[]; readonly checkpoint: Checkpoint }[];
  let refusal: Response | undefined;
  let network: ReturnType<typeof recordedFetch>;
  let arrived: ArrivedPage;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    pages = [];
    refusal = undefined;
    arrived = new ArrivedPage();
    network = recordedFetch(() => refusal ?? Response.json(pages.shift()));
  });
  afterEach(() => bench.close());

  /** A line that is there at once. */
  const connection = {
    call: (work: (line: object) => Promise<unknown>) => work({ token: "token", signal: new AbortController().signal }),
  } as unknown as PullContext["connection"];
  const pull = (limit: number, checkpoint?: Checkpoint) => {
    const client = new ServerClient("http://server.example", network.fetch);
    return pullHandler({ client, connection, store: bench.store }, "orders", arrived)(checkpoint, limit);
  };
  const asked = () =>
    network.requests.map(({ url }) => {
      const { pathname, searchParams } = new URL(url);
      return [pathname, Object.fromEntries(searchParams)];
    });

  it("asks from the beginning, in the person's name, and keeps the documents as they came", async () => {
    pages = [{ rows: [row({ ...first, carbonGrams: 7 })], checkpoint: at(5, "x") }];
    const { documents, checkpoint } = await pull(10);
    expect(asked()).toEqual([["/v1/sync/pull", { collection: "orders", limit: "10" }]]);
    expect(network.requests[0]?.headers.get("authorization")).toBe("Bearer token");
    expect(documents).toEqual([
      expect.objectContaining({ id: first.id, asksMe: true, content: { ...first, carbonGrams: 7 }, _deleted: false }),
    ]);
    expect(checkpoint).toEqual(at(5, "x"));
  });

  it("asks from a position on", async () => {
    pages = [{ rows: [], checkpoint: at(5, "x") }];
    expect(await pull(10, at(5, "x"))).toEqual({ documents: [], checkpoint: at(5, "x") });
    const from = { collection: "orders", limit: "10", epoch: "one", sequence: "5", documentId: "x" };
    expect(asked()).toEqual([["/v1/sync/pull", from]]);
  });

  it("marks a document that is gone as deleted, with its last state, and leaves out one that never was here", async () => {
    await bench.pull([first]);
    pages = [{ rows: [gone(first.id), gone("order-unknown"), row(second)], checkpoint: at(3) }];
    const { documents } = await pull(10);
    expect(documents.map(({ id, content, _deleted }) => [id, content["number"], _deleted])).toEqual([
      [second.id, second.number, false],
      [first.id, first.number, true],
    ]);
  });

  it("goes on over full pages that leave no trace here, until it has something or is at the end", async () => {
    pages = [
      { rows: [gone("one"), gone("two")], checkpoint: at(2) },
      { rows: [gone("three"), row(first)], checkpoint: at(4) },
      { rows: [row(second)], checkpoint: at(5) },
    ];
    const { documents, checkpoint } = await pull(2);
    expect(documents.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(checkpoint).toEqual(at(5));
    expect(asked().map(([, query]) => (query as { sequence?: string }).sequence)).toEqual([undefined, "2", "4"]);
  });

  it("ends at the end, also if nothing came", async () => {
    pages = [
      { rows: [gone("one"), gone("two")], checkpoint: at(2) },
      { rows: [], checkpoint: at(2) },
    ];
    expect(await pull(2)).toEqual({ documents: [], checkpoint: at(2) });
  });

  it("stops as soon as it has as many as were asked for", async () => {
    pages = [
      { rows: [row(first), row(second)], checkpoint: at(2) },
      { rows: [row(orderNumbered(3))], checkpoint: at(3) },
    ];
    expect((await pull(2)).checkpoint).toEqual(at(2));
    expect(asked()).toHaveLength(1);
  });

  it("asks for nothing where an event has brought the page", async () => {
    arrived.keep({
      collection: "orders",
      after: { sequence: 5, documentId: "" },
      rows: [row(first)] as never,
      checkpoint: at(6),
    });
    expect(await pull(10, at(5))).toMatchObject({ documents: [{ id: first.id }], checkpoint: at(6) });
    expect(asked()).toEqual([]);
  });

  it("fails with the server's reason, and with that of an answer that cannot be read", async () => {
    refusal = problemAnswer(401, "session-refused");
    await expect(pull(10)).rejects.toThrow(new FailedCall("pull of orders", { code: "session-refused", args: {} }));
    refusal = undefined;
    pages = [{ rows: [row({ id: "order-1" })], checkpoint: at(1) }];
    const unreadable = { code: "server-failed", args: { status: 200 } };
    await expect(pull(10)).rejects.toMatchObject({
      message: "reading orders failed: server-failed",
      reason: unreadable,
    });
  });
});
