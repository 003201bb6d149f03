import type { Command } from "@countersign/shared/domain/command.ts";
import type { DeviceId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { keepCommands } from "./command-store.ts";
import type { Device } from "./device.ts";
import { lockDevice, skipTo } from "./device.ts";
import type { Executor } from "./execute-group.ts";
import { executeHeld } from "./execute-push.ts";

/** How long a command waits for an earlier one of its device, in days: longer than anybody is offline. */
const longestWaitDays = 30;

const dayMillis = 24 * 60 * 60 * 1_000;
const devicesAtOnce = 100;

interface StaleDevice {
  readonly deviceId: DeviceId;
  readonly actor: Actor;
}

const staleDevices = async (db: Database, before: Instant): Promise<StaleDevice[]> => {
  const rows = await db
    .selectFrom("commands")
    .innerJoin("people", "people.id", "commands.person_id")
    .select(["commands.device_id", "commands.tenant_id", "people.document"])
    .distinctOn("commands.device_id")
    .where("commands.is_waiting", "=", true)
    .where("commands.received_at", "<", before)
    .orderBy("commands.device_id")
    .limit(devicesAtOnce)
    .execute();
  return rows.map(({ device_id: deviceId, tenant_id: tenantId, document: person }) => ({
    deviceId,
    actor: { tenantId, person },
  }));
};

/** The waiting commands up to the last one that has waited too long. */
const staleCommands = async (tx: Tx, { id }: Device, personId: PersonId, before: Instant): Promise<Command[]> => {
  const waiting = await tx
    .selectFrom("commands")
    .select(["document", "received_at"])
    .where("device_id", "=", id)
    .where("person_id", "=", personId)
    .where("is_waiting", "=", true)
    .orderBy("device_seq")
    .execute();
  const last = waiting.findLastIndex(({ received_at: receivedAt }) => receivedAt < before);
  return waiting.slice(0, last + 1).map(({ document }) => document);
};

const nothing = { answer: undefined, changes: [] };

const endWithin = async (
  tx: Tx,
  { clock }: Executor,
  { deviceId, actor }: StaleDevice,
  before: Instant,
): Promise<WrittenChanges<undefined>> => {
  const { person } = actor;
  const device = await lockDevice(tx, deviceId);
  if (device === undefined) return nothing;
  const stale = await staleCommands(tx, device, person.id, before);
  const last = stale.at(-1);
  if (last === undefined) return nothing;
  const at = clock.now();
  const { code, args } = refusal("earlier-command-missing", { days: longestWaitDays });
  const refused = stale.map((command) => ({
    command: { ...command, verdict: { state: "refused", at, code, args } } satisfies Command,
    isNumbered: true,
    receivedAt: at,
  }));
  await tx.executeQuery(keepCommands(tx, actor, refused));
  await skipTo(tx, device, last.deviceSeq);
  const own = stale.map(({ id }) => ({
    collection: "commands" as const,
    documentId: id,
    audience: [person.id],
    audienceIs: "more" as const,
  }));
  return { answer: undefined, changes: own };
};

/**
 * Ends the wait of commands behind a hole in their device's numbers that stayed open too long: they are refused, so that
 * their person decides again, and the device continues after them. Nothing is executed on a guess. A command that fills
 * the hole later is judged by itself, like any whose number was passed.
 */
export const endHoles = async (executor: Executor): Promise<void> => {
  const before = instantFromMillis(millisOf(executor.clock.now()) - longestWaitDays * dayMillis);
  for (;;) {
    const devices = await staleDevices(executor.db, before);
    for (const stale of devices) {
      await writeChanges(executor, stale.actor.tenantId, (tx) => endWithin(tx, executor, stale, before));
      await executeHeld(executor, stale.actor, stale.deviceId);
    }
    if (devices.length < devicesAtOnce) return;
  }
};
