import type { KyselyPlugin } from "kysely";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { timeLimit } from "#server/testing/database.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { remindersQueue } from "./register.ts";
import { remind } from "./remind.ts";
import { reminderDay } from "./reminder-time.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => server.mails.splice(0));

describe("a reminder", () => {
  const preferences = { language: "en", timeZone: "Europe/Berlin", remindAtHour: 8 } as const;
  const at = (text: string) => instantSchema.parse(text);

  it("S43 is due on weekdays from the reader's hour on, never in their quiet time", () => {
    // A Tuesday; Berlin is an hour ahead of UTC.
    expect(reminderDay(at("2026-11-24T06:59:00.000Z"), preferences)).toBeUndefined();
    expect(reminderDay(at("2026-11-24T07:00:00.000Z"), preferences)).toBe("2026-11-24");
    expect(reminderDay(at("2026-11-28T09:00:00.000Z"), preferences)).toBeUndefined();
    const quiet = { ...preferences, quiet: { from: 20, until: 10 } };
    expect(reminderDay(at("2026-11-24T08:00:00.000Z"), quiet)).toBeUndefined();
    expect(reminderDay(at("2026-11-24T09:00:00.000Z"), quiet)).toBe("2026-11-24");
    const { remindAtHour: _hour, ...never } = preferences;
    expect(reminderDay(at("2026-11-24T09:00:00.000Z"), never)).toBeUndefined();
  });

  it("S43 reaches everybody with open orders once a day, with the count and the oldest", async () => {
    await server.place();
    await server.settle();
    // On to the morning of the next weekday.
    server.clock.advance(((24 + 24 - 9.5 + 9) % 24) * 3_600_000 + 2 * 24 * 3_600_000);
    server.mails.splice(0);
    for (let round = 0; round < 3; round += 1) {
      await server.jobs.tick(remindersQueue);
      await server.settle();
    }
    const reminded = server.mails.filter(({ subject }) => subject.startsWith("Orders waiting for you"));
    expect(reminded.map(({ to }) => to.name).toSorted()).toEqual(
      [...new Set(reminded.map(({ to }) => to.name))].toSorted(),
    );
    expect(reminded.map(({ to }) => to.name)).toEqual(expect.arrayContaining(["amy", "ben"]));
    expect(reminded[0]?.text).toContain("The oldest has waited since");
  });
});

describe("the run of the reminders", () => {
  /** The server's services, and the ids of the documents that are read through them. */
  const watched = () => {
    const read: unknown[] = [];
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        read.push(...result.rows.map(({ id }) => id));
        return result;
      },
    };
    return { services: { ...server.services, db: server.services.db.withPlugin(plugin) }, read };
  };
  /** Advances to this hour of the next Wednesday, in UTC. */
  const toWednesday = (hour: number): void => {
    const now = new Date(server.clock.now());
    const days = (3 - now.getUTCDay() + 7) % 7 || 7;
    const then = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, hour);
    server.clock.advance(then - now.getTime());
  };
  const reminded = async () => {
    await server.settle();
    return server.mails.filter(({ subject }) => subject.startsWith("Orders waiting for you"));
  };

  it("S43 reads no order while no reminder is due, and none of those who were reminded today", async () => {
    const { id } = await server.place();
    await server.settle();
    for (const [hour, isRead] of [
      [3, false],
      [9, true],
    ] as const) {
      toWednesday(hour);
      const { services, read } = watched();
      await remind(services, undefined);
      expect([hour, read.includes(id)]).toEqual([hour, isRead]);
    }
    const { services, read } = watched();
    await remind(services, undefined);
    expect(read).not.toContain(id);
  });

  it("S43 names the ten that have waited longest, oldest first", async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 12; count += 1) numbers.push((await server.place()).number);
    await sql`update orders set document = jsonb_set(document, '{status}', '"rejected"')
      where not number = any(${numbers})`.execute(server.services.db);
    await server.settle();
    server.mails.splice(0);
    toWednesday(9);
    await server.jobs.tick(remindersQueue);
    const [mail] = await reminded();
    expect(mail?.subject).toBe("Orders waiting for you: 12");
    expect(mail?.text.match(/SO-\d+/g)).toEqual(numbers.slice(0, 10));
  });

  it("reminds everybody else if one person's reminder fails", async () => {
    await server.place();
    await server.settle();
    server.mails.splice(0);
    toWednesday(9);
    const { db } = server.services;
    await sql`alter table mails add constraint unwritable check (person_id <> ${sql.lit(idOf("amy"))}) not valid`.execute(
      db,
    );
    await server.jobs.tick(remindersQueue);
    expect((await reminded()).map(({ to }) => to.name)).toEqual(["ben"]);
    await sql`alter table mails drop constraint unwritable`.execute(db);
    await server.jobs.tick(remindersQueue);
    expect((await reminded()).map(({ to }) => to.name)).toEqual(["ben", "amy"]);
  });
});
