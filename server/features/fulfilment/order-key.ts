import { z } from "zod";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

/** One order of one network. */
export const orderKeySchema = z.strictObject({ tenantId: z.string(), orderId: orderIdSchema });
export type OrderKey = z.infer<typeof orderKeySchema>;
