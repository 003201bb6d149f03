import { readCommand } from "#shared/commands/read.ts";
import type { Intent } from "#shared/commands/payloads.ts";
import type { CommandId, OrderId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";

import type { Tx } from "#server/db/database.ts";
import { mayBeCharged } from "#server/life/charges.ts";
import { peopleAround } from "#server/orders/order-store.ts";
import { mayGoOn } from "#server/subscriptions/follow-order.ts";

import type { Submission } from "./submission.ts";

/** What the commands of a group are judged by. Everything in it is locked until the end of the transaction. */
export interface CommandContext {
  /** As the commands judged so far have left them. */
  readonly orders: ReadonlyMap<OrderId, Order>;
  /** Everybody who can have to do with one of the orders. */
  readonly people: readonly Person[];
  /** Orders for which money was taken, or may have been. Only those that a decision is to be taken back of are looked at. */
  readonly charged: ReadonlySet<OrderId>;
  /** Orders whose subscription went on without them. Only those that a decision is to be taken back of are looked at. */
  readonly overtaken: ReadonlySet<OrderId>;
  /** Ids that are another person's decision already. */
  readonly taken: ReadonlySet<CommandId>;
}

/** What the commands that can be read ask for. */
export const intentsOf = (submissions: readonly Submission[]): Intent[] =>
  submissions.flatMap(({ command, objection }) => {
    const intent = objection === undefined ? readCommand(command) : undefined;
    return intent?.ok === true ? [intent.value] : [];
  });

/** The orders in the order in which every group locks them. */
export const ordersOf = (intents: readonly Intent[]): OrderId[] =>
  [...new Set(intents.map(({ payload }) => payload.orderId))].sort();

/** Reads what belongs to locked orders. */
export const commandContextOf = async (
  tx: Tx,
  tenantId: string,
  orders: readonly Order[],
  intents: readonly Intent[],
): Promise<Omit<CommandContext, "taken">> => {
  const reversed = new Set(
    intents.filter(({ type }) => type === "reverse-decision").map(({ payload }) => payload.orderId),
  );
  const charged = new Set<OrderId>();
  const overtaken = new Set<OrderId>();
  for (const order of orders) {
    if (!reversed.has(order.id)) continue;
    if (await mayBeCharged(tx, order.id)) charged.add(order.id);
    if (!(await mayGoOn(tx, tenantId, order))) overtaken.add(order.id);
  }
  return {
    orders: new Map(orders.map((order) => [order.id, order])),
    people: await peopleAround(tx, ...orders),
    charged,
    overtaken,
  };
};
