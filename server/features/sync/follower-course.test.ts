import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";

import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { idOf } from "#server/testing/network.ts";

import { EventChannel } from "./event-channel.ts";
import { Follower } from "./follower.ts";
import type { AskedNews, LivePages } from "./live-pages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Since = (asked: AskedNews) => Promise<readonly string[] | undefined>;

/** A follower of amy's changes; with `since`, its events carry what that returns. */
const following = (since?: Since) => {
  const written: string[] = [];
  const output = { isReading: true, state: "open" };
  const channel = new EventChannel(
    {
      write: (text) => {
        written.push(text);
        return output.isReading;
      },
      once: () => undefined,
      end: () => (output.state = "ended"),
      destroy: () => (output.state = "destroyed"),
    },
    "e",
  );
  const sessions = { hasExpired: vi.fn(() => false), isAccepted: vi.fn(() => Promise.resolve(true)) };
  const latest = vi.fn(() => Promise.resolve<{ collection: CollectionName; sequence: number }[]>([]));
  const log = { warn: vi.fn() };
  const services = { log, sessions, changeLog: { latest } } as unknown as Services;
  const session = { person: { id: idOf("amy") }, epoch: "e" } as unknown as Session;
  const pages = since === undefined ? undefined : ({ since } as unknown as LivePages);
  const follower = new Follower(services, session, channel, pages);
  const events = () =>
    written.filter((text) => text.startsWith("data: ")).map((text) => JSON.parse(text.slice(6)) as object);
  return { follower, events, written, output, sessions, latest, log };
};
const orders = (sequence: number) => ({ sequence, collections: ["orders" as const] });
const told = (sequence: number, more: object = {}) => ({ epoch: "e", ...orders(sequence), ...more });
const beginning = { epoch: "e", sequence: 7, collections: [...collectionNames] };
const pause = (millis: number) => vi.advanceTimersByTimeAsync(millis);

describe("a follower's news", () => {
  it("begins with all collections, and includes what happened before", async () => {
    const { follower, events } = following();
    follower.notify(orders(8));
    await pause(1_000);
    expect(events()).toEqual([]);
    follower.begin(7);
    expect(events()).toEqual([{ ...beginning, sequence: 8 }]);
    expect([follower.personId, follower.toldOf("orders"), follower.toldOf("people")]).toEqual([idOf("amy"), 8, 8]);
  });

  it("comes at once, and what follows within a pause comes together at its end", async () => {
    const { follower, events } = following();
    follower.begin(7);
    follower.notify(orders(8));
    expect(events()).toEqual([beginning, told(8)]);
    follower.notify(orders(9));
    follower.notify({ sequence: 10, collections: ["history"] });
    await pause(49);
    expect(events()).toHaveLength(2);
    await pause(1);
    expect(events().slice(2)).toEqual([{ epoch: "e", sequence: 10, collections: ["orders", "history"] }]);
    await pause(60);
    follower.notify(orders(11));
    expect(events().slice(3)).toEqual([told(11)]);
  });

  it("carries what changed since the last event, if the device wants that", async () => {
    const since = vi.fn<Since>(() => Promise.resolve(['{"rows":[]}']));
    const { follower, events } = following(since);
    follower.begin(7);
    follower.notify(orders(9));
    await pause(0);
    const asked = { personId: idOf("amy"), epoch: "e", collections: ["orders"], since: 7, until: 9 };
    expect(since.mock.calls).toEqual([[asked]]);
    expect(events().slice(1)).toEqual([told(9, { pages: [{ rows: [] }] })]);
  });

  it("only asks the device to look if it is not newer than what it was told", async () => {
    const since = vi.fn<Since>(() => Promise.resolve([]));
    const { follower, events } = following(since);
    follower.begin(7);
    follower.notify(orders(7));
    await pause(0);
    expect([since.mock.calls, events().slice(1)]).toEqual([[], [told(7)]]);
  });

  it("waits while a page is read, and is told right after it", async () => {
    const reading = Promise.withResolvers<readonly string[]>();
    const { follower, events } = following(({ until }) => (until === 8 ? reading.promise : Promise.resolve(["2"])));
    follower.begin(7);
    follower.notify(orders(8));
    await pause(100);
    follower.notify(orders(9));
    await pause(100);
    expect(events()).toHaveLength(1);
    reading.resolve(["1"]);
    await pause(0);
    expect(events().slice(1)).toEqual([told(8, { pages: [1] }), told(9, { pages: [2] })]);
  });

  it("ends with the person's access, of which it hears when it reads or by the session's time", async () => {
    const lost = following(() => Promise.resolve(undefined));
    const since = vi.fn<Since>(() => Promise.resolve([]));
    const expired = following(since);
    expired.sessions.hasExpired.mockReturnValue(true);
    for (const { follower, events, output } of [lost, expired]) {
      follower.begin(7);
      follower.notify(orders(8));
      await pause(0);
      expect([follower.endedBy, output.state, events()]).toEqual(["session", "ended", [beginning]]);
    }
    expect(since).not.toHaveBeenCalled();
  });

  it("ends, with an entry in the log, if the database cannot be reached", async () => {
    const failure = new Error("no connection");
    const reading = following(() => Promise.reject(failure));
    reading.follower.begin(7);
    reading.follower.notify(orders(8));
    await pause(0);
    const beating = following();
    beating.latest.mockRejectedValue(failure);
    beating.follower.begin(7);
    await pause(15_000);
    for (const { follower, output, log } of [reading, beating]) {
      expect([follower.endedBy, output.state]).toEqual(["node", "ended"]);
      expect(log.warn.mock.calls).toEqual([[{ err: failure }, expect.stringContaining("database")]]);
    }
  });
});

describe("a follower's heartbeat", () => {
  it("comes every fifteen seconds, and no event with it if nothing was missed", async () => {
    const { follower, written, latest } = following();
    latest.mockResolvedValue([{ collection: "orders", sequence: 7 }]);
    follower.begin(7);
    await pause(45_000);
    expect(written.slice(1)).toEqual([":\n\n", ":\n\n", ":\n\n"]);
  });

  it("tells what was missed under its highest number, with those collections only", async () => {
    const { follower, events, latest } = following();
    latest.mockResolvedValueOnce([
      { collection: "people", sequence: 9 },
      { collection: "orders", sequence: 12 },
      { collection: "history", sequence: 7 },
    ]);
    follower.begin(7);
    await pause(15_000);
    expect(events().slice(1)).toEqual([{ epoch: "e", sequence: 12, collections: ["people", "orders"] }]);
  });

  it("ends the stream when the session's time is over, without asking further", async () => {
    const { follower, sessions, output, written } = following();
    follower.begin(7);
    sessions.hasExpired.mockReturnValue(true);
    await pause(15_000);
    expect([follower.endedBy, output.state, sessions.isAccepted.mock.calls]).toEqual(["session", "ended", []]);
    expect(written.slice(1)).toEqual([]);
  });

  it("drops a reader that is too slow, and says so afterwards", async () => {
    const { follower, output } = following();
    output.isReading = false;
    follower.begin(7);
    await pause(15_000);
    expect([follower.endedBy, output.state]).toEqual(["slowness", "destroyed"]);
  });

  it("changes nothing once the reader has left", async () => {
    const { follower, sessions, written } = following();
    const access = Promise.withResolvers<boolean>();
    sessions.isAccepted.mockReturnValue(access.promise);
    follower.begin(7);
    await pause(15_000);
    follower.stop();
    access.resolve(false);
    await pause(60_000);
    expect([follower.endedBy, written.length, vi.getTimerCount()]).toEqual(["reader", 1, 0]);
  });
});

describe("a follower whose node stops", () => {
  it("tells the device when to come back, once", () => {
    const { follower, written, output } = following();
    follower.begin(7);
    follower.sendAway(300);
    follower.sendAway(900);
    follower.notify(orders(8));
    expect(written.slice(1)).toEqual(["retry: 300\n\n"]);
    expect([follower.endedBy, output.state, vi.getTimerCount()]).toEqual(["node", "ended", 0]);
  });
});
