import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";

import { createLog } from "#server/foundation/log/log.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { idOf } from "#server/testing/network.ts";

import { EventChannel } from "./event-channel.ts";
import { Follower } from "./follower.ts";
import type { LivePages } from "./live-pages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Latest = { readonly collection: CollectionName; readonly sequence: number }[];

/** A follower whose person's latest changes and access are set by the test. */
const following = (pages?: Pick<LivePages, "since">) => {
  const person = { latest: [] as Latest, isActive: true };
  const written: string[] = [];
  const output = {
    isReading: true,
    state: "open",
    write: (text: string) => {
      written.push(text);
      return output.isReading;
    },
    once: () => undefined,
    end: () => (output.state = "ended"),
    destroy: () => (output.state = "destroyed"),
  };
  const services = {
    log: createLog("silent"),
    sessions: { hasExpired: () => false, isAccepted: () => Promise.resolve(person.isActive) },
    changeLog: { latest: () => Promise.resolve(person.latest) },
  } as unknown as Services;
  const session = { person: { id: idOf("amy") }, epoch: "e" } as unknown as Session;
  const follower = new Follower(services, session, new EventChannel(output, "e"), pages as LivePages | undefined);
  const events = () =>
    written.filter((text) => text.startsWith("data: ")).map((text) => JSON.parse(text.slice(6)) as object);
  return { follower, person, output, events };
};

describe("a follower", () => {
  it("D03 learns at a heartbeat of a change that it missed, once, even after it was told of a later one", async () => {
    const { follower, person, events } = following();
    follower.begin(7);
    follower.notify({ sequence: 9, collections: ["orders"] });
    person.latest = [
      { collection: "orders", sequence: 9 },
      { collection: "people", sequence: 8 },
      { collection: "history", sequence: 5 },
    ];
    await vi.advanceTimersByTimeAsync(31_000);
    expect(events()).toEqual([
      { epoch: "e", sequence: 7, collections: [...collectionNames] },
      { epoch: "e", sequence: 9, collections: ["orders"] },
      { epoch: "e", sequence: 8, collections: ["people"] },
    ]);
    follower.stop();
  });

  it("leaves nothing behind when its reader leaves while a page is read", async () => {
    const reading = Promise.withResolvers<readonly string[]>();
    const { follower, output, events } = following({ since: () => reading.promise });
    follower.begin(7);
    follower.notify({ sequence: 8, collections: ["orders"] });
    await vi.advanceTimersByTimeAsync(100);
    follower.notify({ sequence: 9, collections: ["orders"] });
    follower.stop();
    output.isReading = false;
    reading.resolve([]);
    await vi.advanceTimersByTimeAsync(0);
    expect([vi.getTimerCount(), events().length]).toEqual([0, 1]);
  });

  it("ends with the person's access, and does not wait for a slow reader", async () => {
    for (const [isReading, state] of [
      [true, "ended"],
      [false, "destroyed"],
    ] as const) {
      const { follower, person, output } = following();
      output.isReading = isReading;
      follower.begin(7);
      person.isActive = false;
      await vi.advanceTimersByTimeAsync(15_000);
      follower.sendAway(200);
      expect([follower.endedBy, output.state, vi.getTimerCount()]).toEqual(["session", state, 0]);
    }
  });
});
