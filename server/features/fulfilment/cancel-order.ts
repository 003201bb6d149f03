import type { Order, OrderStatus } from "@countersign/shared/domain/order.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import type { AcceptanceRefusalCode } from "@countersign/shared/engine/fulfilment/acceptance/refusals.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, orConflict } from "#server/foundation/http/problem.ts";
import type { DocumentChange } from "#server/records/change-log/change-log.ts";
import { peopleAround } from "#server/records/orders/order-store.ts";
import { writeOrder } from "#server/records/orders/write-order.ts";
import type { Services } from "#server/records/services.ts";

import { mayBeCharged } from "./charges.ts";

/**
 * Ends a locked order that will not be executed.
 * @throws HttpProblem 409 where the engine names no next `status`, and while money was taken for it or may have been.
 */
export const cancelLocked = async (
  tx: Tx,
  { clock, followers }: Services,
  tenantId: string,
  { order, status }: { order: Order; status: Result<OrderStatus, Refusal<AcceptanceRefusalCode>> },
): Promise<{ readonly after: Order; readonly change: DocumentChange }> => {
  const next = orConflict(status);
  if (await mayBeCharged(tx, order.id)) throw new HttpProblem(409, "payment-requested");
  const after: Order = { ...order, status: next, erpStatus: "absent", revision: order.revision + 1 };
  const people = await peopleAround(tx, after);
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  return { after, change: orConflict(await writeOrder(tx, followers, occasion)) };
};
