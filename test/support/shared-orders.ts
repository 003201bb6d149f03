import type { Order } from "@countersign/shared/domain/order.ts";
import { stageToDecide, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

import { Api } from "@countersign/server/testing/api.ts";

/** Two people whom any-of stages both ask, and the orders that wait for both. */
export interface SharedInbox {
  readonly first: Api;
  readonly second: Api;
  readonly orders: readonly Order[];
}

const isAnyOf = (order: Order, { person }: Api): boolean => stageToDecide(order, person.id)?.requirement.mode === "any";

/** The demo's two approvers with the most orders in common. */
export const findSharedInbox = async (
  server: string,
  people: readonly { readonly email: string; readonly role: string }[],
): Promise<SharedInbox> => {
  const approvers = people.filter(({ role }) => role === "approver");
  const apis = await Promise.all(approvers.map(({ email }) => Api.signIn(server, email)));
  const inboxes = await Promise.all(apis.map((api) => api.pullAll("orders")));
  let best: SharedInbox | undefined;
  for (const [index, first] of apis.entries())
    for (const second of apis.slice(index + 1)) {
      const orders = (inboxes[index] ?? []).filter(
        (order) => isAnyOf(order, first) && waitsFor(order, first.person.id) && waitsFor(order, second.person.id),
      );
      if (orders.length > (best?.orders.length ?? 0)) best = { first, second, orders };
    }
  if (best === undefined) throw new Error("no two approvers of the demo share an order");
  // Those without decisions first, so that a test finds only its own in the history.
  const orders = best.orders.toSorted((left, right) => left.flow.decisions.length - right.flow.decisions.length);
  return { ...best, orders };
};
