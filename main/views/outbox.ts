import { opened } from "#main/store/documents.ts";
import type { Store } from "#main/store/store.ts";
import { readCommand } from "#shared/commands/read.ts";
import type { OutboxEntry, OutboxView } from "#shared/contract/views.ts";
import type { LooseCommand } from "#shared/domain/command.ts";

import type { WindowRequest } from "./merged-window.ts";

type NamedOrders = ReadonlyMap<string, { readonly number: string; readonly customer: { readonly name: string } }>;

const entryOf = (command: LooseCommand, orders: NamedOrders): OutboxEntry => {
  const intent = readCommand(command);
  const { id, type, madeAt, verdict } = command;
  if (!intent.ok) return { commandId: id, type, madeAt, verdict };
  const { orderId, reason } = intent.value.payload;
  const order = orders.get(orderId);
  return {
    commandId: id,
    type,
    orderId,
    ...(order === undefined ? {} : { orderNumber: order.number, customer: order.customer.name }),
    ...(reason === undefined ? {} : { reason }),
    madeAt,
    verdict,
  };
};

/** How many commands were refused. */
export const refusedCount = (store: Store): Promise<number> =>
  store.collections.commands.count({ selector: { verdictState: "refused" } }).exec();

/** A window of everything this person did, newest first, each with what became of it (D09). */
export const outboxView = async (store: Store, { start, count }: WindowRequest): Promise<OutboxView> => {
  const { commands, orders } = store.collections;
  const total = await commands.count().exec();
  if (count === 0) return { total, start, entries: [] };
  const documents = await commands
    .find({ sort: [{ madeAt: "desc" }, { id: "desc" }], skip: start, limit: count })
    .exec();
  const window = documents.map((document) => opened("commands", document));
  const orderIds = window.flatMap((command) => {
    const intent = readCommand(command);
    return intent.ok ? [intent.value.payload.orderId] : [];
  });
  const found = await orders.findByIds([...new Set(orderIds)]).exec();
  const named: NamedOrders = new Map([...found].map(([id, document]) => [id, opened("orders", document)]));
  return { total, start, entries: window.map((command) => entryOf(command, named)) };
};
