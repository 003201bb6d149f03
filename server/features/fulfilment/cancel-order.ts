import type { Order, OrderStatus } from "@countersign/shared/domain/order.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { AcceptanceRefusalCode } from "@countersign/shared/engine/fulfilment/acceptance/refusals.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import type { FollowerRefusal } from "#server/records/orders/order-follower.ts";
import { peopleAround } from "#server/records/orders/order-store.ts";
import { writeOrder } from "#server/records/orders/write-order.ts";
import type { Services } from "#server/records/services.ts";

import { mayBeCharged } from "./charges.ts";

interface CancelledOrder {
  readonly after: Order;
  readonly change: DocumentChange;
}

/** Ends a locked order that will not be executed. Refused if a card was charged for it, or may have been. */
export const cancelLocked = async (
  tx: Tx,
  { clock, followers }: Services,
  tenantId: string,
  { order, status }: { order: Order; status: Result<OrderStatus, Refusal<AcceptanceRefusalCode>> },
): Promise<Result<CancelledOrder, Refusal<AcceptanceRefusalCode> | FollowerRefusal>> => {
  if (!status.ok) return status;
  if (await mayBeCharged(tx, order.id)) return refuse("payment-requested");
  const after: Order = { ...order, status: status.value, erpStatus: "absent", revision: order.revision + 1 };
  const people = await peopleAround(tx, after);
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  const written = await writeOrder(tx, followers, occasion);
  return written.ok ? ok({ after, change: written.value }) : written;
};
