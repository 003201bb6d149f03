import type { CommandRefusal } from "@countersign/shared/commands/apply.ts";
import type { Intent } from "@countersign/shared/commands/payloads.ts";
import type { CommandId, OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { AskedStep, FollowerRefusal, OrderFollower } from "#server/records/orders/order-follower.ts";
import { peopleAround } from "#server/records/orders/order-store.ts";

import type { Submission } from "./submission.ts";

/** What the commands of a group are judged by. Everything in it is locked until the end of the transaction. */
export interface CommandContext {
  /** As the commands judged so far have left them. */
  readonly orders: ReadonlyMap<OrderId, Order>;
  /** Everybody who can have to do with one of the orders. */
  readonly people: readonly Person[];
  /** What speaks against a step of an order. Only those that a decision is to be taken back of are asked about. */
  readonly objections: Readonly<Record<AskedStep, ReadonlyMap<OrderId, FollowerRefusal>>>;
  /** Commands that turned out to be impossible when they were stored before, and why. */
  readonly impossible: ReadonlyMap<CommandId, CommandRefusal>;
}

/** What the commands that can be read ask for. */
export const intentsOf = (submissions: readonly Submission[]): Intent[] =>
  submissions.flatMap(({ intent }) => (intent.ok ? [intent.value] : []));

/** The orders in the order in which every group locks them. */
export const ordersOf = (intents: readonly Intent[]): OrderId[] =>
  [...new Set(intents.map(({ payload }) => payload.orderId))].sort();

/** Reads what belongs to locked orders. */
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
