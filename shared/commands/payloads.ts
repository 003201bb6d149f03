import { z } from "zod";

import { freeTextSchema } from "#shared/domain/approval-flow.ts";
import { commandIdSchema, orderIdSchema, stageIdSchema } from "#shared/domain/ids.ts";
import { personReferenceSchema } from "#shared/domain/people.ts";

/**
 * Every write a person can make. A type's name and meaning never change once released: to change one, add another.
 */
export const commandPayloads = {
  /** Approves one stage of an order, in one's own right or as the substitute of `onBehalfOf`. */
  "approve-order": z.strictObject({
    orderId: orderIdSchema,
    stageId: stageIdSchema,
    reason: freeTextSchema.exactOptional(),
    onBehalfOf: personReferenceSchema.exactOptional(),
  }),
  /** Rejects one stage of an order, which ends its flow. */
  "reject-order": z.strictObject({
    orderId: orderIdSchema,
    stageId: stageIdSchema,
    reason: freeTextSchema.exactOptional(),
    onBehalfOf: personReferenceSchema.exactOptional(),
  }),
  /** Writes a comment on an order. */
  "comment-on-order": z.strictObject({ orderId: orderIdSchema, text: freeTextSchema }),
  /** Takes a decision back, so that its stage is asked again. */
  "reverse-decision": z.strictObject({
    orderId: orderIdSchema,
    decisionId: commandIdSchema,
    reason: freeTextSchema.exactOptional(),
  }),
} as const;

export type CommandType = keyof typeof commandPayloads;
export type CommandPayload<Type extends CommandType> = z.infer<(typeof commandPayloads)[Type]>;

/** A command's type with its payload, as read and checked. */
export type Intent = {
  [Type in CommandType]: { readonly type: Type; readonly payload: CommandPayload<Type> };
}[CommandType];

export const isCommandType = (type: string): type is CommandType => Object.hasOwn(commandPayloads, type);
