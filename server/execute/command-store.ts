import type { Command } from "#shared/domain/command.ts";
import type { CommandId, DeviceId, PersonId } from "#shared/domain/ids.ts";

import type { Instant } from "#shared/domain/instant.ts";

import type { Actor } from "#server/auth/session.ts";
import type { Database, Tx } from "#server/db/database.ts";

import type { Submission } from "./submission.ts";

/** The commands as this person pushed them, by id. */
export const findCommands = async (
  db: Database | Tx,
  personId: PersonId,
  ids: readonly CommandId[],
): Promise<Map<CommandId, Command>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("commands")
    .select(["id", "document"])
    .where("person_id", "=", personId)
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map(({ id, document }) => [id, document]));
};

/** No device's number: the first is 1. */
const unnumbered = 0;

/** Keeps a command with its verdict; a waiting one is replaced, a judged one never is. */
export const keepCommand = async (
  tx: Tx,
  { person, tenantId }: Actor,
  { command, isNumbered }: Pick<Submission, "command" | "isNumbered">,
  receivedAt: Instant,
): Promise<void> => {
  const { id, deviceId, deviceSeq, verdict } = command;
  const isWaiting = verdict.state === "waiting";
  const document = JSON.stringify(command);
  await tx
    .insertInto("commands")
    .values({
      id,
      person_id: person.id,
      tenant_id: tenantId,
      device_id: deviceId,
      device_seq: isNumbered ? deviceSeq : unnumbered,
      is_waiting: isWaiting,
      received_at: receivedAt,
      document,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["id", "person_id"])
        .doUpdateSet({ is_waiting: isWaiting, document })
        .where("commands.is_waiting", "=", true),
    )
    .execute();
};

/** The next command of a device that waited for a hole which is filled by now. */
export const nextHeld = async (db: Database, deviceId: DeviceId, personId: PersonId): Promise<Command | undefined> => {
  const row = await db
    .selectFrom("commands")
    .innerJoin("devices", "devices.id", "commands.device_id")
    .select("commands.document")
    .where("commands.device_id", "=", deviceId)
    .where("commands.person_id", "=", personId)
    .where("commands.is_waiting", "=", true)
    .where(({ eb }) => eb("commands.device_seq", "<=", eb("devices.last_seq", "+", 1)))
    .orderBy("commands.device_seq")
    .orderBy("commands.id")
    .limit(1)
    .executeTakeFirst();
  return row?.document;
};
