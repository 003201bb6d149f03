import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Services } from "#server/api/services.ts";
import type { Session } from "#server/auth/session.ts";
import { createLog } from "#server/log.ts";
import { idOf } from "#server/testing/network.ts";

import { EventChannel } from "./event-channel.ts";
import { Follower } from "./follower.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("D03 tells with a heartbeat of what nobody told it, once", async () => {
  const written: string[] = [];
  const output = {
    write: (text: string) => {
      written.push(text);
      return true;
    },
    once: () => undefined,
    end: () => undefined,
    destroy: () => undefined,
  };
  const services = {
    log: createLog("silent"),
    sessions: { hasExpired: () => false, isActive: () => Promise.resolve(true) },
    changeLog: { latest: () => Promise.resolve(9) },
  } as unknown as Services;
  const session = { person: { id: idOf("amy") }, epoch: "e" } as unknown as Session;
  const follower = new Follower(services, session, new EventChannel(output, "e"), undefined);
  follower.begin(7);
  await vi.advanceTimersByTimeAsync(16_000);
  await vi.advanceTimersByTimeAsync(15_000);
  const told = written.filter((text) => text.startsWith("data: ")).map((text) => JSON.parse(text.slice(6)) as object);
  expect(told).toMatchObject([{ sequence: 7 }, { sequence: 9 }]);
  follower.stop();
});
