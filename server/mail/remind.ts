import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";

import type { MailPreferences } from "#shared/domain/mail-preferences.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import { waitingSince, waitsFor } from "#shared/engine/waiting.ts";

import type { Services } from "#server/api/services.ts";
import { inTransaction } from "#server/db/retry.ts";

import { composeReminder } from "./compose.ts";
import { preferencesOf, queueMail } from "./mail-store.ts";
import { render } from "./render.ts";

const saturday = 6;

const isQuiet = (hour: number, { quiet }: MailPreferences): boolean => {
  if (quiet === undefined || quiet.from === quiet.until) return false;
  const { from, until } = quiet;
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
};

/**
 * The day on which a reminder is due now, in the reader's zone: on weekdays from their hour on, and not in their quiet
 * time; one that falls into it waits until its end. `undefined` when none is due.
 *
 * @internal
 */
export const reminderDay = (now: Instant, preferences: MailPreferences): string | undefined => {
  const { remindAtHour, timeZone } = preferences;
  if (remindAtHour === undefined) return undefined;
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  if (local.dayOfWeek >= saturday || local.hour < remindAtHour || isQuiet(local.hour, preferences)) return undefined;
  return local.toPlainDate().toString();
};

interface Waiting {
  readonly order: Order;
  readonly since: Instant;
}

/** The orders that wait for each person, the oldest first. */
const waitingByPerson = async ({ db }: Services, tenantId: string): Promise<Map<PersonId, Waiting[]>> => {
  const rows = await db
    .selectFrom("orders")
    .select("document")
    .where("tenant_id", "=", tenantId)
    .where(sql<string>`document ->> 'status'`, "=", "pending")
    .execute();
  const waiting = new Map<PersonId, Waiting[]>();
  for (const { document: order } of rows) {
    const asked = new Set(order.flow.stages.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)));
    for (const personId of asked)
      if (waitsFor(order, personId))
        waiting.set(personId, [...(waiting.get(personId) ?? []), { order, since: waitingSince(order) }]);
  }
  for (const own of waiting.values()) own.sort((left, right) => (left.since < right.since ? -1 : 1));
  return waiting;
};

/** Writes to everybody with open orders whose time it is, once a day (S43). */
export const remind = async (services: Services, appUrl: string | undefined): Promise<void> => {
  const { db, clock } = services;
  const now = clock.now();
  const tenants = await db.selectFrom("tenants").select("id").execute();
  for (const { id: tenantId } of tenants)
    for (const [personId, open] of await waitingByPerson(services, tenantId)) {
      const preferences = await preferencesOf(db, tenantId, personId);
      const day = reminderDay(now, preferences);
      if (day === undefined) continue;
      const row = await db
        .selectFrom("people")
        .select("document")
        .where("id", "=", personId)
        .where("is_active", "=", true)
        .executeTakeFirst();
      if (row === undefined) continue;
      const person = row.document;
      const content = render(composeReminder(open, { person, preferences }, appUrl));
      await inTransaction(db, (tx) =>
        queueMail(tx, services, { tenantId, person, cause: `reminder of ${day}`, content }),
      );
    }
};
