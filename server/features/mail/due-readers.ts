import { sql } from "kysely";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import type { Services } from "#server/records/services.ts";
import { parseSetting } from "#server/records/settings/setting-kinds.ts";

import type { MailReader } from "./mail-reader.ts";
import { reminderDay } from "./reminder-time.ts";

/** Somebody whose reminder is due. */
export interface DueReader extends MailReader {
  /** The cause of the reminder's mail: one for each day. */
  readonly cause: string;
}

const pageSize = 1_000;

const peopleAfter = (db: Database, tenantId: string, after: string) =>
  db
    .selectFrom("people")
    .leftJoin("settings", (join) =>
      join
        .onRef("settings.owner_id", "=", "people.id")
        .on("settings.tenant_id", "=", tenantId)
        .on("settings.kind", "=", "mail-preferences"),
    )
    .select(["people.id", "people.document as person", "settings.document as preferences"])
    .where("people.tenant_id", "=", tenantId)
    .where("people.is_active", "=", true)
    .where("people.id", ">", after as PersonId)
    .orderBy("people.id")
    .limit(pageSize)
    .execute();

/** The readers who were not reminded yet. */
const notReminded = async (db: Database, readers: readonly DueReader[]): Promise<DueReader[]> => {
  const ids = readers.map(({ person }) => person.id);
  const causes = readers.map(({ cause }) => cause);
  const { rows } = await sql<{ personId: PersonId }>`
    select person_id as "personId"
    from mails join unnest(${ids}::text[], ${causes}::text[]) as reminder (person_id, cause) using (person_id, cause)
    `.execute(db);
  const done = new Set(rows.map(({ personId }) => personId));
  return readers.filter(({ person }) => !done.has(person.id));
};

/** The active people of a network whose reminder is due by their preferences and was not yet sent today (S43). */
export const dueReaders = async (
  { db, log }: Services,
  tenantId: string,
  now: Instant,
): Promise<Map<PersonId, DueReader>> => {
  const due = new Map<PersonId, DueReader>();
  for (let after = ""; ;) {
    const people = await peopleAfter(db, tenantId, after);
    const last = people.at(-1);
    if (last === undefined) return due;
    const readers: DueReader[] = [];
    for (const { id, person, preferences: stored } of people)
      await runIsolated(
        log,
        { about: { personId: id }, failure: "the reminders of a person could not be checked" },
        () => {
          const preferences = stored === null ? defaultMailPreferences : parseSetting("mail-preferences", stored);
          const day = reminderDay(now, preferences);
          if (day !== undefined) readers.push({ person, preferences, cause: `reminder of ${day}` });
        },
      );
    for (const reader of await notReminded(db, readers)) due.set(reader.person.id, reader);
    after = last.id;
  }
};
