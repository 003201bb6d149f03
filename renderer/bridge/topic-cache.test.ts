import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeBridge } from "../testing/fake-bridge.ts";
import { createTopicCache } from "./topic-cache.ts";

describe("the topics of a window", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are followed once, however many components read them", () => {
    const bridge = new FakeBridge();
    const follow = vi.spyOn(bridge, "follow");
    const cache = createTopicCache(bridge);
    cache.topic("status", {}).read();
    cache.topic("status", {}).read();
    expect(follow).toHaveBeenCalledTimes(1);
  });

  it("stay for a while after their last reader leaves, then end", async () => {
    const bridge = new FakeBridge().provide("session", () => ({ state: "opening" }));
    const cache = createTopicCache(bridge);
    const topic = cache.topic("session", {});
    const leave = topic.read();
    await vi.advanceTimersByTimeAsync(0);
    leave();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(cache.topic("session", {}).store.getState()).toEqual({ ok: true, value: { state: "opening" } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(cache.topic("session", {}).store.getState()).toBeUndefined();
  });
});
