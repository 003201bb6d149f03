import { z } from "zod";

/** Identifiers are opaque text. The brand keeps a person's id from being passed where an order's is meant. */
const id = z.string().min(1).max(64);

export const orderIdSchema = id.brand<"OrderId">();
export const personIdSchema = id.brand<"PersonId">();
export const organisationIdSchema = id.brand<"OrganisationId">();
export const stageIdSchema = id.brand<"StageId">();
export const policyIdSchema = id.brand<"PolicyId">();
/** A subscription has the id of the order that began it. */
export const subscriptionIdSchema = id.brand<"SubscriptionId">();
export const quoteIdSchema = id.brand<"QuoteId">();
export const deviceIdSchema = id.brand<"DeviceId">();

/** A command's id is a UUIDv7 made on the device; the decision and the history entry that it causes have the same id. */
export const commandIdSchema = z.uuidv7().max(36).brand<"CommandId">();

export type OrderId = z.infer<typeof orderIdSchema>;
export type PersonId = z.infer<typeof personIdSchema>;
export type OrganisationId = z.infer<typeof organisationIdSchema>;
export type StageId = z.infer<typeof stageIdSchema>;
export type PolicyId = z.infer<typeof policyIdSchema>;
export type SubscriptionId = z.infer<typeof subscriptionIdSchema>;
export type QuoteId = z.infer<typeof quoteIdSchema>;
export type DeviceId = z.infer<typeof deviceIdSchema>;
export type CommandId = z.infer<typeof commandIdSchema>;

/** Creates identifiers. Passed in, so that tests and simulations are deterministic. */
export interface IdSource {
  /** A new UUIDv7. */
  next(): string;
}
