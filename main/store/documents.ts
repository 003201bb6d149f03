import { z } from "zod";

import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { organisationSchema } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { personSchema } from "@countersign/shared/domain/people.ts";
import type { RxSchema } from "@countersign/shared/domain/rx-schema.ts";
import { toRxSchema } from "@countersign/shared/domain/rx-schema.ts";
import { epochSchema } from "@countersign/shared/contract/protocol.ts";

/** An order as the device keeps it: with what the inbox is sorted by, computed by the engine when it is pulled. */
export const localOrderSchema = orderSchema.extend({
  /** The open stage asks the person of this file. */
  asksMe: z.boolean(),
  waitingSince: instantSchema,
});
export type LocalOrder = z.infer<typeof localOrderSchema>;

/** What the device knows of itself; one document with the id `this`, never replicated. */
export const localDeviceSchema = z.strictObject({
  id: z.string().max(8),
  deviceId: z.string().max(64),
  /** The life of the server's data that the pulled documents belong to. */
  epoch: epochSchema.exactOptional(),
  /** Counts up when replication must begin anew because the store could not make one of its writes. */
  generation: z.int().min(0),
  lastSyncAt: instantSchema.exactOptional(),
});
export type LocalDevice = z.infer<typeof localDeviceSchema>;

export interface StoredDocuments {
  readonly orders: LocalOrder;
  readonly people: Person;
  readonly organisations: Organisation;
  readonly history: HistoryEntry;
  readonly commands: Command;
  readonly device: LocalDevice;
}

export type StoredName = keyof StoredDocuments;

const schemaOf = (title: StoredName, schema: z.ZodObject, indexes: readonly (readonly string[])[]): RxSchema =>
  toRxSchema(schema, { title, version: 0, primaryKey: "id", indexes });

/**
 * RxDB takes no other schema under the same version, and what is stored is not checked by it: the files that devices have
 * name the kinds of companies of the contract chain, and a vendor's is kept in them all the same.
 */
const storedOrganisationSchema = organisationSchema.extend({ kind: z.enum(["distributor", "reseller", "customer"]) });

export const rxSchemas: Record<StoredName, RxSchema> = {
  orders: schemaOf("orders", localOrderSchema, [["asksMe", "waitingSince", "id"]]),
  people: schemaOf("people", personSchema, []),
  organisations: schemaOf("organisations", storedOrganisationSchema, []),
  history: schemaOf("history", historyEntrySchema, [
    ["receivedAt", "id"],
    ["action", "receivedAt", "id"],
  ]),
  commands: schemaOf("commands", commandSchema, [
    ["madeAt", "id"],
    ["verdict.state", "madeAt", "id"],
    ["deviceId", "deviceSeq"],
  ]),
  device: schemaOf("device", localDeviceSchema, []),
};

/** The read models: owned by the server, replaced as a whole when its data begins a new life. */
export const readModelNames = ["orders", "people", "organisations", "history"] as const;
