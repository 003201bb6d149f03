import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { audienceOf } from "#server/records/visibility/audience.ts";

import { lockOrder, peopleAround } from "./order-store.ts";

/**
 * The order, locked, with everybody who can have to do with it, for somebody who may see it.
 * @throws HttpProblem 404 for one that is not in their scope, as for one that does not exist.
 */
export const lockVisibleOrder = async (
  tx: Tx,
  { person, tenantId }: Actor,
  id: OrderId,
): Promise<{ readonly order: Order; readonly people: readonly Person[] }> => {
  const order = await lockOrder(tx, tenantId, id);
  const people = order === undefined ? [] : await peopleAround(tx, order);
  if (order === undefined || !audienceOf(order, people).includes(person.id)) throw new HttpProblem(404, "not-found");
  return { order, people };
};
