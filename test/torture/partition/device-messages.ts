import { z } from "zod";

import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { connectionStateSchema } from "@countersign/shared/contract/views.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";

/** The settings of a device. */
export const deviceSettingsSchema = z.strictObject({
  server: z.string(),
  directory: z.string(),
  email: z.string(),
  seed: z.int(),
});
export type DeviceSettings = z.infer<typeof deviceSettingsSchema>;

const act = z.enum(["approve", "reject", "reverse", "comment"]);
export type Act = z.infer<typeof act>;

/** What the person at a device does, and what the torture reads. */
export const requestSchema = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("decide"), position: z.int(), how: act }),
  z.strictObject({ ask: z.literal("wake") }),
  z.strictObject({ ask: z.literal("sign in") }),
  z.strictObject({ ask: z.literal("state") }),
  z.strictObject({ ask: z.literal("documents") }),
]);
export type DeviceRequest = z.infer<typeof requestSchema>;

/** The result of a decision on the device. */
export const decisionResultSchema = z.union([
  z.strictObject({ kept: commandIdSchema }),
  z.strictObject({ refused: z.string() }),
  z.strictObject({ nothing: z.literal(true) }),
]);
export type DecisionResult = z.infer<typeof decisionResultSchema>;

export const stateSchema = z.strictObject({
  connection: connectionStateSchema,
  waitingToSend: z.int(),
  problem: z.string(),
});
export type DeviceState = z.infer<typeof stateSchema>;

/** Every document on the device, by collection. */
export const documentsSchema = z.record(z.enum(collectionNames), z.array(z.looseObject({ id: z.string() })));
export type DeviceDocuments = z.infer<typeof documentsSchema>;
