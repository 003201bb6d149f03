import type { z } from "zod";

import type { Order } from "@countersign/shared/domain/order.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";

/** How an order stands after somebody acted on it. */
export const orderStateSchema = orderSchema.pick({
  id: true,
  number: true,
  revision: true,
  status: true,
  erpStatus: true,
});

export const orderStateOf = ({
  id,
  number,
  revision,
  status,
  erpStatus,
}: Order): z.output<typeof orderStateSchema> => ({
  id,
  number,
  revision,
  status,
  erpStatus,
});
