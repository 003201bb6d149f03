import type { CompiledQuery } from "kysely";

import type { Command } from "@countersign/shared/domain/command.ts";
import type { DeviceId, PersonId } from "@countersign/shared/domain/ids.ts";
import { deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import { fieldCode } from "@countersign/shared/domain/field-codes.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Actor } from "#server/records/sessions/session.ts";

interface DeviceTable {
  id: DeviceId;
  tenant_id: string;
  person_id: PersonId;
  /** The highest number up to which all of this device's commands are judged. */
  last_seq: number;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    devices: DeviceTable;
  }
}

const apiPrefix = "api-";

/** The device for commands that the API makes for a caller, named after a person or a key. Nobody else may use it. */
export const apiDeviceOf = (callerId: string): DeviceId => deviceIdSchema.parse(`${apiPrefix}${callerId}`.slice(0, 64));

/** The id of a device that somebody pushes from. The API's are reserved: whoever pushed from one first would own it. */
export const pushedDeviceIdSchema = deviceIdSchema.refine((id) => !id.startsWith(apiPrefix), fieldCode("kept-for-api"));

/** A device and its owner. */
export interface Device {
  readonly id: DeviceId;
  readonly personId: PersonId;
  readonly lastSeq: number;
}

/** The device, locked until the end of the transaction; no row when nobody has used it. */
export const deviceLocked = (tx: Tx, id: DeviceId): CompiledQuery<Device> =>
  tx
    .selectFrom("devices")
    .select(["id", "person_id as personId", "last_seq as lastSeq"])
    .where("id", "=", id)
    .forUpdate()
    .compile();

/** Runs {@link deviceLocked}. */
export const lockDevice = async (tx: Tx, id: DeviceId): Promise<Device | undefined> => {
  const { rows } = await tx.executeQuery(deviceLocked(tx, id));
  return rows[0];
};

/** Assigns the device to this person at its first command. */
export const claimDevice = async (tx: Tx, id: DeviceId, { person, tenantId }: Actor): Promise<void> => {
  await tx
    .insertInto("devices")
    .values({ id, tenant_id: tenantId, person_id: person.id, last_seq: 0 })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
};

/** Whether earlier commands have not arrived yet. A number seen before is not a hole: the device was restored. */
export const leavesHole = ({ deviceSeq }: Command, { lastSeq }: Pick<Device, "lastSeq">): boolean =>
  deviceSeq > lastSeq + 1;

/** The number up to which all commands are judged, given the numbers of the judged ones. */
export const upToHole = (lastSeq: number, judged: ReadonlySet<number>): number => {
  let next = lastSeq;
  while (judged.has(next + 1)) next += 1;
  return next;
};

/** Stores the device's new number. */
export const deviceMoved = (tx: Tx, id: DeviceId, lastSeq: number): CompiledQuery =>
  tx.updateTable("devices").set({ last_seq: lastSeq }).where("id", "=", id).compile();

/** Moves the device to this number, over anything missing before it, and past the judged commands that follow. */
export const skipTo = async (tx: Tx, { id, personId, lastSeq }: Device, seq: number): Promise<void> => {
  const from = Math.max(lastSeq, seq);
  const judged = await tx
    .selectFrom("commands")
    .select("device_seq")
    .where("device_id", "=", id)
    .where("person_id", "=", personId)
    .where("device_seq", ">", from)
    .where("is_waiting", "=", false)
    .execute();
  const next = upToHole(from, new Set(judged.map(({ device_seq: number }) => number)));
  await tx.executeQuery(deviceMoved(tx, id, next));
};
