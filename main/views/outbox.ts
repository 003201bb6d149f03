import type { Store } from "#main/store/store.ts";
import { readCommand } from "#shared/commands/read.ts";
import type { OutboxEntry, OutboxView } from "#shared/contract/views.ts";
import type { Command } from "#shared/domain/command.ts";

import type { WindowRequest } from "./merged-window.ts";

type NamedOrders = ReadonlyMap<string, { readonly number: string; readonly customer: { readonly name: string } }>;

const entryOf = (command: Command, orders: NamedOrders): OutboxEntry => {
  const intent = readCommand(command);
  const { id, type, madeAt, verdict } = command;
  if (!intent.ok) return { commandId: id, type, madeAt, verdict };
  const { payload } = intent.value;
  const text = "text" in payload ? payload.text : payload.reason;
  const order = orders.get(payload.orderId);
  return {
    commandId: id,
    type,
    orderId: payload.orderId,
    ...(order === undefined ? {} : { orderNumber: order.number, customer: order.customer.name }),
    ...(text === undefined ? {} : { text }),
    madeAt,
    verdict,
  };
};

/** How many commands were refused. */
export const refusedCount = (store: Store): Promise<number> =>
  store.collections.commands.count({ selector: { "verdict.state": "refused" } }).exec();

/** A window of everything this person did, newest first, each with what became of it (D09). */
export const outboxView = async (store: Store, { start, count }: WindowRequest): Promise<OutboxView> => {
  const { commands, orders } = store.collections;
  const total = await commands.count().exec();
  if (count === 0) return { total, start, entries: [] };
  const documents = await commands
    .find({ sort: [{ madeAt: "desc" }, { id: "desc" }], skip: start, limit: count })
    .exec();
  const window = documents.map((document) => document.toMutableJSON());
  const orderIds = window.flatMap((command) => {
    const intent = readCommand(command);
    return intent.ok ? [intent.value.payload.orderId] : [];
  });
  const named: NamedOrders = await orders.findByIds([...new Set(orderIds)]).exec();
  return { total, start, entries: window.map((command) => entryOf(command, named)) };
};
