import { z } from "zod";

import { stageRoleSchema } from "./approval-flow.ts";
import { commandIdSchema, deviceIdSchema, orderIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { amountSchema } from "./money.ts";
import { orderStatusSchema } from "./order.ts";
import { organisationReferenceSchema } from "./organisation.ts";
import { personReferenceSchema } from "./people.ts";

export const historyActionSchema = z.enum(["approved", "rejected", "reversed"]);
export type HistoryAction = z.infer<typeof historyActionSchema>;

/** One entry of the authorization history (D06): who decided what, when, why, from which device. Never changed. */
export const historyEntrySchema = z.strictObject({
  id: commandIdSchema,
  orderId: orderIdSchema,
  orderNumber: z.string().min(1).max(64),
  customer: organisationReferenceSchema,
  amount: amountSchema,
  action: historyActionSchema,
  stageRole: stageRoleSchema,
  person: personReferenceSchema,
  /** Whom a substitute stood in for. */
  onBehalfOf: personReferenceSchema.exactOptional(),
  reason: z.string().max(2_000).exactOptional(),
  deviceId: deviceIdSchema,
  madeAt: instantSchema,
  receivedAt: instantSchema,
  orderStatus: orderStatusSchema,
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
