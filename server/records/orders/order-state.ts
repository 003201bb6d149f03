import type { OrderState } from "@countersign/shared/contract/api/fulfilment.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

/** How an order stands after somebody acted on it. */
export const orderStateOf = ({ id, number, revision, status, erpStatus }: Order): OrderState => ({
  id,
  number,
  revision,
  status,
  erpStatus,
});
