import type { Command } from "#shared/domain/command.ts";
import type { DeviceId, PersonId } from "#shared/domain/ids.ts";

import type { Actor } from "#server/auth/session.ts";
import type { Tx } from "#server/db/database.ts";

/** A device as its owner's commands come from it. */
export interface Device {
  readonly id: DeviceId;
  readonly personId: PersonId;
  readonly lastSeq: number;
}

/** The device, locked until the end of the transaction; `undefined` when nobody has used it. */
export const lockDevice = async (tx: Tx, id: DeviceId): Promise<Device | undefined> => {
  const row = await tx.selectFrom("devices").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return row && { id, personId: row.person_id, lastSeq: row.last_seq };
};

/** The device, locked; at its first command it becomes this person's. */
export const claimDevice = async (tx: Tx, id: DeviceId, { person, tenantId }: Actor): Promise<Device> => {
  await tx
    .insertInto("devices")
    .values({ id, tenant_id: tenantId, person_id: person.id, last_seq: 0 })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const device = await lockDevice(tx, id);
  if (device === undefined) throw new Error("A device that was just stored is gone");
  return device;
};

/** Whether commands before this one have not arrived yet. A number seen before is no hole: the device was restored. */
export const leavesHole = ({ deviceSeq }: Command, { lastSeq }: Device): boolean => deviceSeq > lastSeq + 1;

/** Moves the device's number past every command that is judged, up to the next hole. */
export const advance = async (tx: Tx, { id, personId, lastSeq }: Device): Promise<void> => {
  const judged = await tx
    .selectFrom("commands")
    .select("device_seq")
    .distinct()
    .where("device_id", "=", id)
    .where("person_id", "=", personId)
    .where("device_seq", ">", lastSeq)
    .where("is_waiting", "=", false)
    .orderBy("device_seq")
    .execute();
  const hole = judged.findIndex(({ device_seq: seq }, index) => seq !== lastSeq + 1 + index);
  const next = lastSeq + (hole === -1 ? judged.length : hole);
  if (next > lastSeq) await tx.updateTable("devices").set({ last_seq: next }).where("id", "=", id).execute();
};

/** Goes on after this number, past whatever is missing before it. */
export const skipTo = async (tx: Tx, device: Device, seq: number): Promise<void> => {
  const lastSeq = Math.max(device.lastSeq, seq);
  await tx.updateTable("devices").set({ last_seq: lastSeq }).where("id", "=", device.id).execute();
  await advance(tx, { ...device, lastSeq });
};
