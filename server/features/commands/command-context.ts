import type { CommandRefusal } from "@countersign/shared/commands/apply.ts";
import type { Intent } from "@countersign/shared/commands/payloads.ts";
import type { CommandId, OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { AskedStep, FollowerRefusal, OrderFollower } from "#server/records/orders/order-follower.ts";
import { peopleAround } from "#server/records/orders/order-store.ts";

import type { Submission } from "./submission.ts";

/** The state that a group of commands is judged against. All of it is locked until the end of the transaction. */
export interface CommandContext {
  /** As left by the commands judged so far. */
  readonly orders: ReadonlyMap<OrderId, Order>;
  /** Everybody who may be involved in one of the orders. */
  readonly people: readonly Person[];
  /** Objections to a step of an order; read only for orders with a reversal in the group. */
  readonly objections: Readonly<Record<AskedStep, ReadonlyMap<OrderId, FollowerRefusal>>>;
  /** Commands that an earlier attempt to store them showed to be impossible, and why. */
  readonly impossible: ReadonlyMap<CommandId, CommandRefusal>;
}

/** The intents of the readable commands. */
export const intentsOf = (submissions: readonly Submission[]): Intent[] =>
  submissions.flatMap(({ intent }) => (intent.ok ? [intent.value] : []));

/** The orders concerned, sorted as every group locks them. */
export const ordersOf = (intents: readonly Intent[]): OrderId[] =>
  [...new Set(intents.map(({ payload }) => payload.orderId))].sort();

/** Reads the context of locked orders. */
export const commandContextOf = async (
  tx: Tx,
  { followers, tenantId }: { readonly followers: OrderFollower; readonly tenantId: string },
  orders: readonly Order[],
  intents: readonly Intent[],
): Promise<Omit<CommandContext, "impossible">> => {
  const reversed = new Set(
    intents.filter(({ type }) => type === "reverse-decision").map(({ payload }) => payload.orderId),
  );
  const objections = { "take-back": new Map<OrderId, FollowerRefusal>(), "go-on": new Map<OrderId, FollowerRefusal>() };
  for (const order of orders) {
    if (!reversed.has(order.id)) continue;
    for (const step of ["take-back", "go-on"] as const) {
      const objection = await followers.objectionTo(tx, step, { tenantId, order });
      if (objection !== undefined) objections[step].set(order.id, objection);
    }
  }
  return {
    orders: new Map(orders.map((order) => [order.id, order])),
    people: await peopleAround(tx, ...orders),
    objections,
  };
};
