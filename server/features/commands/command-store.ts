import type { CompiledQuery } from "kysely";
import { sql } from "kysely";

import type { Command } from "@countersign/shared/domain/command.ts";
import type { CommandId, DeviceId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import type { Submission } from "./submission.ts";

interface CommandTable {
  id: CommandId;
  /** Who pushed it. The same id from another person is another command, so that nobody can block somebody else's id. */
  person_id: PersonId;
  tenant_id: string;
  device_id: DeviceId;
  device_seq: number;
  is_waiting: boolean;
  received_at: Instant;
  document: Document<Command>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    commands: CommandTable;
  }
}

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

/** A stored command: one of those asked for, with its document, or one whose number still matters. */
export interface StoredCommandRow {
  readonly id: CommandId;
  readonly deviceSeq: number;
  readonly isWaiting: boolean;
  readonly isOfDevice: boolean;
  readonly document: Command | null;
}

/**
 * The stored ones of these commands, and the device's commands that wait or were judged beyond its number. To be read
 * under the device's lock: the same push may run twice at the same time.
 */
export const storedCommands = (
  tx: Tx,
  personId: PersonId,
  deviceId: DeviceId,
  ids: readonly CommandId[],
): CompiledQuery<StoredCommandRow> =>
  sql<StoredCommandRow>`
    select id, device_seq as "deviceSeq", is_waiting as "isWaiting", device_id = ${deviceId} as "isOfDevice",
      case when id = any(${[...ids]}::text[]) then document end as document
    from commands
    where person_id = ${personId} and (
      id = any(${[...ids]}::text[])
      or device_id = ${deviceId}
        and (is_waiting or device_seq > (select last_seq from devices where id = ${deviceId}))
    )`.compile(tx);

/** Not the number of any command: a device starts at 1. */
const unnumbered = 0;

/** A command as it is to be stored. */
export interface KeptCommand extends Pick<Submission, "command" | "isNumbered"> {
  readonly receivedAt: Instant;
}

/**
 * Stores commands with their verdicts; a waiting one is replaced, a judged one never is.
 * @returns the stored documents.
 */
export const keepCommands = (
  tx: Tx,
  { person, tenantId }: Actor,
  kept: readonly KeptCommand[],
): CompiledQuery<{ document: Command }> => {
  const commands = kept.map(({ command }) => command);
  return sql<{ document: Command }>`
    insert into commands (id, person_id, tenant_id, device_id, device_seq, is_waiting, received_at, document)
    select id, ${person.id}, ${tenantId}, device_id, device_seq, is_waiting, received_at, document
    from unnest(
      ${commands.map(({ id }) => id)}::text[],
      ${commands.map(({ deviceId }) => deviceId)}::text[],
      ${kept.map(({ command, isNumbered }) => (isNumbered ? command.deviceSeq : unnumbered))}::bigint[],
      ${commands.map(({ verdict }) => verdict.state === "waiting")}::boolean[],
      ${kept.map(({ receivedAt }) => receivedAt)}::text[],
      ${commands.map((command) => JSON.stringify(command))}::jsonb[]
    ) as kept (id, device_id, device_seq, is_waiting, received_at, document)
    on conflict (id, person_id)
    do update set is_waiting = excluded.is_waiting, document = excluded.document where commands.is_waiting
    returning document`.compile(tx);
};

/** The device's next waiting command, once the hole before it is filled. */
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
