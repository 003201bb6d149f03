import type { Order, OrderStatus } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import type { AcceptanceRefusalCode } from "#shared/engine/acceptance/refusals.ts";

import { HttpProblem } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import type { Tx } from "#server/db/database.ts";
import { peopleAround } from "#server/orders/order-store.ts";
import { writeOrder } from "#server/orders/write-order.ts";
import type { Change } from "#server/sync/change-log.ts";

import { mayBeCharged } from "./charges.ts";

/**
 * Ends a locked order that will not be executed.
 * @throws HttpProblem 409 where the engine names no next `status`, and while money was taken for it or may have been.
 */
export const cancelLocked = async (
  tx: Tx,
  { clock }: Services,
  tenantId: string,
  { order, status }: { order: Order; status: Result<OrderStatus, Refusal<AcceptanceRefusalCode>> },
): Promise<{ readonly after: Order; readonly change: Change }> => {
  if (!status.ok) throw new HttpProblem(409, status.error.code, status.error.args);
  if (await mayBeCharged(tx, order.id)) throw new HttpProblem(409, "payment-requested");
  const after: Order = { ...order, status: status.value, erpStatus: "absent", revision: order.revision + 1 };
  const people = await peopleAround(tx, after);
  return { after, change: await writeOrder(tx, { tenantId, before: order, after, people, at: clock.now() }) };
};
