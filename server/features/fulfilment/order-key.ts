import { z } from "zod";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

/** Identifies an order and its network. */
export const orderKeySchema = z.strictObject({ tenantId: z.string(), orderId: orderIdSchema });
export type OrderKey = z.infer<typeof orderKeySchema>;
