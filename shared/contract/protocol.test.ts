import { describe, expect, it } from "vitest";

import { ada, approval, commandOf } from "#shared/testing/fixtures/approval.ts";

import { isCallName, isTopicName } from "./bridge.ts";
import { collectionNames, pullQuerySchema, pushRequestSchema } from "./protocol.ts";

describe("the contract between main and server", () => {
  it("stays below the number of collections that RxDB opens", () => {
    expect(collectionNames.length).toBeLessThanOrEqual(12);
  });

  it("reads a pull's position from the query string", () => {
    const query = { collection: "orders", limit: "1000", epoch: "e1", sequence: "17", documentId: "order-1" };
    expect(pullQuerySchema.parse(query)).toMatchObject({ limit: 1_000, sequence: 17 });
    expect(pullQuerySchema.safeParse({ ...query, limit: "100000" }).success).toBe(false);
    expect(pullQuerySchema.safeParse({ ...query, collection: "secrets" }).success).toBe(false);
  });

  it("lets a command of an unknown type through, so that it gets a verdict instead of a failed call", () => {
    const unknown = commandOf(1, ada, { type: "launch-rocket", payload: { at: ["dawn"] } });
    const request = { epoch: "e1", deviceId: "device-ada", commands: [unknown, commandOf(2, ada, approval("one"))] };
    expect(pushRequestSchema.parse(request).commands).toHaveLength(2);
  });
});

describe("the contract between window and main", () => {
  it("knows its calls and topics by name, and no inherited ones", () => {
    expect([isCallName("approve-order"), isTopicName("inbox")]).toEqual([true, true]);
    expect([isCallName("toString"), isCallName("inbox"), isTopicName("constructor")]).toEqual([false, false, false]);
  });
});
