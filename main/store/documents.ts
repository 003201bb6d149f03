import { z } from "zod";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { epochSchema, syncedDocuments } from "@countersign/shared/contract/protocol.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Loose } from "@countersign/shared/domain/loose.ts";
import { loosened } from "@countersign/shared/domain/loose.ts";
import { quickRead } from "@countersign/shared/domain/quick-read.ts";
import type { RxSchema } from "@countersign/shared/domain/rx-schema.ts";
import { toRxSchema } from "@countersign/shared/domain/rx-schema.ts";

/*
 * RxDB closes its schemas at the top level. So a stored document has the id, the indexed fields, and the document as it
 * was sent, as `content`: a field that this version does not know is kept there for a version that does.
 */

const id = z.string().max(64);
const content = z.record(z.string(), z.unknown());

/** A document as it came over the wire. */
export type Content = z.infer<typeof content>;

/** The stored form of each collection's documents. All but `id` and `content` follows from `content`: `indexed-fields.ts`. */
const storedSchemas = {
  orders: z.strictObject({
    id,
    /** The open stage asks the person of this file. */
    asksMe: z.boolean(),
    waitingSince: instantSchema,
    content,
  }),
  people: z.strictObject({ id, content }),
  organisations: z.strictObject({ id, content }),
  history: z.strictObject({ id, action: z.string().max(64), receivedAt: instantSchema, content }),
  commands: z.strictObject({
    id,
    madeAt: instantSchema,
    verdictState: z.string().max(64),
    deviceId: z.string().max(64),
    deviceSeq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    content,
  }),
  device: z.strictObject({ id, content }),
};

export type StoredName = keyof typeof storedSchemas;
export type StoredDocuments = { readonly [Name in StoredName]: z.infer<(typeof storedSchemas)[Name]> };

/** The device's own data; one document with the id `this`, never replicated. */
export const localDeviceSchema = z.strictObject({
  deviceId: z.string().max(64),
  /** The epoch of the server's data that the pulled documents belong to. */
  epoch: epochSchema.exactOptional(),
  /** Raised when replication must start again because the store could not make one of its writes. */
  generation: z.int().min(0),
  lastSyncAt: instantSchema.exactOptional(),
});
export type LocalDevice = z.infer<typeof localDeviceSchema>;

interface ContentSchemas extends Readonly<Record<StoredName, z.ZodObject>> {
  readonly device: typeof localDeviceSchema;
}

const contentSchemas = { ...syncedDocuments, device: localDeviceSchema } satisfies ContentSchemas;

/** A stored document as this version reads it. */
export type Opened<Name extends StoredName> = Loose<(typeof contentSchemas)[Name]>;

/** What a document of RxDB's, or the plain data of one, has for the reader of its content. */
interface WithContent {
  readonly content: unknown;
}

/** What was sent, or is stored, as this version reads it; `undefined` for anything but a document of the collection. */
export const readContent = <Name extends StoredName>(name: Name, sent: unknown): Opened<Name> | undefined => {
  const read = quickRead<unknown>(loosened(contentSchemas[name]), sent);
  // The schema and the type of one name fit each other by the type of the table.
  return read.success ? (read.data as Opened<Name>) : undefined;
};

/**
 * The only way from the stored form to a document. It is read again each time, because the version that stored it may have
 * known less of it. The result must not be changed: others may read the same object.
 * @throws Error for anything but a document of the collection.
 */
export const opened = <Name extends StoredName>(name: Name, { content: kept }: WithContent): Opened<Name> => {
  const document = readContent(name, kept);
  if (document === undefined) throw new Error(`A stored document of ${name} cannot be read`);
  return document;
};

const indexes: Record<StoredName, readonly (readonly string[])[]> = {
  orders: [["asksMe", "waitingSince", "id"]],
  people: [],
  organisations: [],
  history: [
    ["receivedAt", "id"],
    ["action", "receivedAt", "id"],
  ],
  commands: [
    ["madeAt", "id"],
    ["verdictState", "madeAt", "id"],
    ["deviceId", "deviceSeq"],
  ],
  device: [],
};

/** Always version 0: changed fields are filled again from the disk when the file is opened (`open-collections.ts`). */
export const rxSchemaOf = (name: StoredName): RxSchema =>
  toRxSchema(storedSchemas[name], { title: name, version: 0, primaryKey: "id", indexes: indexes[name] });

/** The read models: owned by the server, replaced as a whole when its data begins a new epoch. */
export const readModelNames = [
  "orders",
  "people",
  "organisations",
  "history",
] as const satisfies readonly CollectionName[];
