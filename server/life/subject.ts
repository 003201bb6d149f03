import { z } from "zod";

import { orderIdSchema } from "#shared/domain/ids.ts";

/** One order of one network. */
export const subjectSchema = z.strictObject({ tenantId: z.string(), orderId: orderIdSchema });
export type Subject = z.infer<typeof subjectSchema>;
