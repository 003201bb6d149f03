import { afterEach, describe, expect, it, vi } from "vitest";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import { createLog } from "#server/foundation/log/log.ts";
import { timeLimit } from "#server/testing/database.ts";
import type { TestNats } from "#server/testing/nats-server.ts";
import { startNatsDouble, startRealNats } from "#server/testing/nats-server.ts";
import { lastingPort } from "#server/testing/lasting-port.ts";

import type { Commit } from "./change-log.ts";
import { natsPoke } from "./nats-poke.ts";
import type { Listener, SharedPoke } from "./poke.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const person = (key: string) => personIdSchema.parse(`person.${key} *>ü`);
const commit = (sequence: number, ...people: [string, ...CollectionName[]][]): Commit => ({
  tenantId: "tenant",
  sequence,
  changed: new Map(people.map(([key, ...collections]) => [person(key), new Set(collections)])),
});
const everything = { sequence: 0, collections: [...collectionNames] };

const real = await startRealNats();
await real?.stop();
const servers: [name: string, start: (port?: number) => Promise<TestNats | undefined>][] = [
  ["a double of a NATS server", startNatsDouble],
  ...(real === undefined ? [] : [["nats-server", startRealNats] satisfies (typeof servers)[number]]),
];

describe.each(servers)("a poke through %s", (_name, start) => {
  let nats: TestNats | undefined;
  let nodes: SharedPoke[] = [];

  /** On a port that is still free when the server comes back. */
  const startNats = async (port?: number): Promise<string> => {
    nats = await start(port ?? (await lastingPort()));
    return nats!.url;
  };
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    nodes = [];
    await nats?.stop();
  });
  const nodeOn = (url: string, key = "amy") => {
    const poke = natsPoke(url, createLog("silent"));
    nodes.push(poke);
    const heard = vi.fn<Listener>();
    const stopListening = poke.listen(person(key), heard);
    return { poke, heard, stopListening };
  };
  const connected = (...heard: { heard: ReturnType<typeof vi.fn<Listener>> }[]) =>
    vi.waitFor(() => expect(heard.map((one) => one.heard.mock.calls)).toEqual(heard.map(() => [[everything]])), {
      timeout: timeLimit,
    });
  const hears = (node: { heard: ReturnType<typeof vi.fn<Listener>> }, news: Parameters<Listener>[0]) =>
    vi.waitFor(() => expect(node.heard).toHaveBeenLastCalledWith(news), { timeout: timeLimit });

  it("wakes a person's streams on all nodes, on its own at once and only once, and nobody else's", async () => {
    const url = await startNats();
    const [one, two, other] = [nodeOn(url), nodeOn(url), nodeOn(url, "ben")];
    await connected(one, two, other);
    one.poke.announce(commit(7, ["amy", "orders", "history"]));
    const news = { sequence: 7, collections: ["orders", "history"] as CollectionName[] };
    expect(one.heard).toHaveBeenLastCalledWith(news);
    await hears(two, news);
    one.poke.announce(commit(8, ["ben", "commands"]));
    await hears(other, { sequence: 8, collections: ["commands"] });
    expect([one.heard, two.heard, other.heard].map(({ mock }) => mock.calls.length)).toEqual([2, 2, 2]);
  });

  it("hears of people who come later, and no longer of those who have left", async () => {
    const url = await startNats();
    const [one, two] = [nodeOn(url), nodeOn(url)];
    await connected(one, two);
    const later = vi.fn<Listener>();
    two.poke.listen(person("ben"), later);
    two.stopListening();
    await vi.waitFor(
      () => {
        one.poke.announce(commit(3, ["ben", "orders"], ["amy", "orders"]));
        expect(later).toHaveBeenCalledWith({ sequence: 3, collections: ["orders"] });
      },
      { timeout: timeLimit, interval: 100 },
    );
    expect(two.heard).toHaveBeenCalledTimes(1);
  });

  it("starts before there is a server, and sends missed news once there is one", async () => {
    const url = await startNats();
    await nats!.stop();
    const [one, two] = [nodeOn(url), nodeOn(url)];
    for (let sequence = 1; sequence <= 500; sequence += 1) one.poke.announce(commit(sequence, ["amy", "orders"]));
    await startNats(Number(new URL(url).port));
    // The second node either hears of it or checks for itself, because it may have missed it.
    await vi.waitFor(
      () => {
        expect(one.heard).toHaveBeenCalledWith(everything);
        expect(two.heard.mock.calls.flat()).toSatisfy((news: Parameters<Listener>[0][]) =>
          news.some(({ sequence }) => sequence === 500 || sequence === 0),
        );
      },
      { timeout: timeLimit },
    );
    one.poke.announce(commit(501, ["amy", "history"]));
    // Together with the kept news, if those are only sent now; after that it may check for itself.
    await vi.waitFor(
      () =>
        expect(two.heard.mock.calls.flat()).toContainEqual({
          sequence: 501,
          collections: expect.arrayContaining(["history"]) as unknown,
        }),
      { timeout: timeLimit },
    );
  });

  it("wakes everybody when the server is back, because it may have missed something, and continues", async () => {
    const url = await startNats();
    const [one, two] = [nodeOn(url), nodeOn(url)];
    await connected(one, two);
    await nats!.stop();
    await startNats(Number(new URL(url).port));
    await vi.waitFor(() => expect([one, two].map(({ heard }) => heard.mock.calls.length)).toEqual([2, 2]), {
      timeout: timeLimit,
    });
    expect(two.heard).toHaveBeenLastCalledWith(everything);
    one.poke.announce(commit(9, ["amy", "people"]));
    await hears(two, { sequence: 9, collections: ["people"] });
  });

  it("stops even if there never was a server", async () => {
    const url = await startNats();
    await nats!.stop();
    const { poke } = nodeOn(url);
    await expect(poke.stop()).resolves.toBeUndefined();
  });
});
