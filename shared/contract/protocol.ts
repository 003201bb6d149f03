import { z } from "zod";

import { commandSchema } from "#shared/domain/command.ts";
import { historyEntrySchema } from "#shared/domain/history.ts";
import { deviceIdSchema } from "#shared/domain/ids.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import type { Loose } from "#shared/domain/loose.ts";
import { orderSchema } from "#shared/domain/order.ts";
import { organisationSchema } from "#shared/domain/organisation.ts";
import { personSchema, roleSchema } from "#shared/domain/people.ts";
import { refusalArgumentsSchema } from "#shared/domain/refusal.ts";

/** The documents that a device pulls. `commands` holds the person's own commands with their verdicts. */
export const syncedDocuments = {
  orders: orderSchema,
  people: personSchema,
  organisations: organisationSchema,
  history: historyEntrySchema,
  commands: commandSchema,
} as const;

export type CollectionName = keyof typeof syncedDocuments;
/** @internal */
export type SyncedDocument<Name extends CollectionName> = z.infer<(typeof syncedDocuments)[Name]>;

export const collectionNames = Object.keys(syncedDocuments) as CollectionName[];
const collectionNameSchema = z.enum(collectionNames);

/** Identifies one lifetime of the server's data; it changes when a backup is restored. */
export const epochSchema = z.string().min(1).max(64);

/**
 * A position in the change log: the tenant's commit counter and, within one commit, the document.
 * Rows of one commit become visible together, so nothing before a position can appear later.
 */
const positionSchema = z.strictObject({ sequence: z.int().min(0), documentId: z.string().max(64) });
export const checkpointSchema = positionSchema.extend({ epoch: epochSchema });
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Small enough that reading one page does not stall the application, large enough that the number of requests does not matter. */
export const pullBatchSize = 125;

/** `GET /v1/sync/pull`; without a position from the beginning. */
export const pullQuerySchema = z.strictObject({
  collection: collectionNameSchema,
  limit: z.coerce.number().int().min(1).max(5_000),
  epoch: epochSchema.exactOptional(),
  sequence: z.coerce.number().int().min(0).exactOptional(),
  documentId: z.string().max(64).exactOptional(),
});

/** A document that was removed, or that the person may no longer see, arrives as its id alone, marked deleted. */
const pulledRowSchema = z.discriminatedUnion("deleted", [
  z.strictObject({ deleted: z.literal(false), document: z.record(z.string(), z.unknown()) }),
  z.strictObject({ deleted: z.literal(true), id: z.string().max(64) }),
]);

export const pullAnswerSchema = z.strictObject({ rows: z.array(pulledRowSchema), checkpoint: checkpointSchema });
/** @internal */
export type PullAnswer = z.infer<typeof pullAnswerSchema>;

export const pushBatchSize = 50;

/** `POST /v1/sync/push`. Each command is checked by itself: a bad one gets a refusal and does not stop the others. */
export const pushRequestSchema = z.strictObject({
  epoch: epochSchema,
  deviceId: deviceIdSchema,
  commands: z.array(commandSchema).max(500),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

/** Every pushed command as the server has it: with its verdict, or waiting behind a hole in the device's numbers. */
export const pushAnswerSchema = z.strictObject({ commands: z.array(commandSchema) });
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

/** `GET /v1/sync/stream`; with `pages`, events carry small changes themselves. */
export const streamQuerySchema = z.strictObject({ pages: z.literal("true").exactOptional() });

/**
 * All that changed for the person in one collection between `after` and `checkpoint`: whoever has everything up to `after`,
 * or up to any position behind it, has with these rows everything up to `checkpoint`.
 */
const livePageSchema = pullAnswerSchema.extend({ collection: collectionNameSchema, after: positionSchema });
export type LooseLivePage = Loose<typeof livePageSchema>;

/**
 * An event of `GET /v1/sync/stream`: the end of the log, and which collections changed (all at the start). Some changes
 * may be included as pages; the others, and pages that the device cannot use, are pulled.
 */
export const streamEventSchema = z.strictObject({
  epoch: epochSchema,
  sequence: z.int().min(0),
  collections: z.array(collectionNameSchema),
  pages: z.array(livePageSchema).exactOptional(),
});
export type StreamEvent = z.infer<typeof streamEventSchema>;
export type LooseStreamEvent = Loose<typeof streamEventSchema>;

/** `GET /v1/session`: whose the token is, and the epoch of the server's data. */
export const sessionAnswerSchema = z.strictObject({ person: personSchema, epoch: epochSchema });
export type LooseSessionAnswer = Loose<typeof sessionAnswerSchema>;

/** One of the people that a demo server offers on the start page. */
export const demoPersonSchema = z.strictObject({
  email: z.email(),
  name: z.string(),
  role: roleSchema,
  organisation: z.string(),
});
export type DemoPerson = z.infer<typeof demoPersonSchema>;
export type LooseDemoPerson = Loose<typeof demoPersonSchema>;

/** `GET /v1/demo/people`. */
export const demoPeopleAnswerSchema = z.array(demoPersonSchema);

/** `POST /v1/demo/sessions`. Only a server in demo mode has it. */
export const demoSignInSchema = z.strictObject({ email: z.email().max(254) });

/** The answer to signing in, by either way. */
export const signedInSchema = z.strictObject({ token: z.string(), expiresAt: instantSchema, person: personSchema });
/** @internal */
export type SignedIn = z.infer<typeof signedInSchema>;
export type LooseSignedIn = Loose<typeof signedInSchema>;

/** Every failed call answers with an RFC 9457 problem (`application/problem+json`) that carries a code of the closed list. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  args: refusalArgumentsSchema.exactOptional(),
  /** The invalid fields, each with a code; `problem` says it in English for a person who reads the answer. */
  errors: z
    .array(
      z.looseObject({
        path: z.string(),
        code: z.string(),
        args: refusalArgumentsSchema.exactOptional(),
        problem: z.string(),
      }),
    )
    .exactOptional(),
});
export type Problem = z.infer<typeof problemSchema>;
