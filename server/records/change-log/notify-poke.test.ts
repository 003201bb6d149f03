import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sql } from "kysely";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import { createLog } from "#server/foundation/log/log.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import type { Commit } from "./change-log.ts";
import { notifyPoke } from "./notify-poke.ts";
import { mergeCommits, readPoke, writePokes } from "./poke-message.ts";
import type { Listener, SharedPoke } from "./poke.ts";

vi.setConfig({ testTimeout: timeLimit });

let database: TestDatabase;
let nodes: SharedPoke[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
}, timeLimit);
afterAll(() => database.stop());
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  nodes = [];
});

const person = (key: string) => personIdSchema.parse(`person-${key}`);
const commit = (sequence: number, ...people: [string, ...CollectionName[]][]): Commit => ({
  tenantId: "tenant",
  sequence,
  changed: new Map(people.map(([key, ...collections]) => [person(key), new Set(collections)])),
});

/** A node on the database; the same person listens on each. */
const node = (name: string) => {
  const poke = notifyPoke(database.url, name, createLog("silent"));
  nodes.push(poke);
  const heard = vi.fn<Listener>();
  poke.listen(person("amy"), heard);
  return { poke, heard };
};

const eventually = (check: () => void) => vi.waitFor(check, { timeout: timeLimit });

const everything = { sequence: 0, collections: [...collectionNames] };

describe("a poke on several nodes", () => {
  it("wakes a person's streams on all of them, on its own at once", async () => {
    const [one, two] = [node("one"), node("two")];
    await eventually(() => expect([one.heard, two.heard].map(({ mock }) => mock.calls.length)).toEqual([1, 1]));
    one.poke.announce(commit(7, ["amy", "orders", "history"], ["ben", "orders"]));
    const news = { sequence: 7, collections: ["orders", "history"] };
    expect(one.heard).toHaveBeenLastCalledWith(news);
    await eventually(() => expect(two.heard).toHaveBeenLastCalledWith(news));
    expect(one.heard).toHaveBeenCalledTimes(2);
  });

  it("wakes everybody after losing its connection, because it may have missed something", async () => {
    const { heard } = node("one");
    await eventually(() => expect(heard).toHaveBeenCalledTimes(1));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'countersign-poke' and datname = current_database()`.execute(database.db);
    await eventually(() => expect(heard).toHaveBeenCalledTimes(2));
    expect(heard).toHaveBeenLastCalledWith(everything);
  });

  it("sends what it could not send while the connection was lost", async () => {
    const [one, two] = [node("one"), node("two")];
    one.poke.announce(commit(3, ["amy", "orders"]));
    // The second node either hears of it or checks for itself, because it may have missed it.
    await eventually(() => {
      expect(one.heard).toHaveBeenCalledWith(everything);
      expect(two.heard.mock.calls.flat()).toSatisfy((news: Parameters<Listener>[0][]) =>
        news.some(({ sequence }) => sequence === 3 || sequence === 0),
      );
    });
    one.poke.announce(commit(4, ["amy", "history"]));
    // Together with the kept news, if those are only sent now; after that it may check for itself.
    await eventually(() =>
      expect(two.heard.mock.calls.flat()).toContainEqual({
        sequence: 4,
        collections: expect.arrayContaining(["history"]) as unknown,
      }),
    );
  });

  it("understands only its own version's messages", () => {
    for (const payload of ["", "{", "[]", `{"node":"x"}`, `{"node":"x","sequence":-1,"people":[]}`])
      expect(readPoke(payload)).toBeUndefined();
  });

  it("splits news of any number of people into notifications that PostgreSQL accepts", () => {
    const many = commit(
      9,
      ...Array.from({ length: 2_000 }, (_, index): [string, "orders"] => [`ü-${index}`, "orders"]),
    );
    const payloads = writePokes("node", many);
    for (const payload of payloads) expect(new TextEncoder().encode(payload).length).toBeLessThan(8_000);
    const read = payloads.map((payload) => readPoke(payload)!);
    expect(mergeCommits(read)).toEqual({ sequence: 9, changed: many.changed });
  });
});
