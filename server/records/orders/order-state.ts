import type { OrderState } from "@countersign/shared/contract/api/fulfilment.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

/** The state of an order after somebody acted on it. */
export const orderStateOf = ({ id, number, revision, status, erpStatus }: Order): OrderState => ({
  id,
  number,
  revision,
  status,
  erpStatus,
});
