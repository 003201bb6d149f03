import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";

import { lockOrder, peopleAround } from "./order-store.ts";

/** An order with everybody who may be involved in it. */
interface OrderAndPeople {
  readonly order: Order;
  readonly people: readonly Person[];
}

/** The order, locked. One that the person may not see is not found. */
export const lockVisibleOrder = async (
  tx: Tx,
  { person, tenantId }: Actor,
  id: OrderId,
): Promise<Result<OrderAndPeople, RequestRefusal>> => {
  const order = await lockOrder(tx, tenantId, id);
  const people = order === undefined ? [] : await peopleAround(tx, order);
  if (order === undefined || !audienceOf(order, people).includes(person.id)) return refuse("not-found");
  return ok({ order, people });
};
