import { opened } from "#main/store/documents.ts";
import { countDocuments, readDocuments } from "#main/store/read.ts";
import type { Store } from "#main/store/store.ts";
import type { Intent } from "@countersign/shared/commands/payloads.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import type { OutboxEntry, OutboxView } from "@countersign/shared/contract/views.ts";
import type { LooseCommand } from "@countersign/shared/domain/command.ts";

import type { WindowRequest } from "./merged-window.ts";
import type { OverlaidOrders } from "./overlaid-orders.ts";

type NamedOrders = ReadonlyMap<string, { readonly number: string; readonly customer: { readonly name: string } }>;

/** A command with what it asks for, if that can be read. */
interface ListedCommand {
  readonly command: LooseCommand;
  readonly intent: Intent | undefined;
}

const listed = (command: LooseCommand): ListedCommand => {
  const intent = readCommand(command);
  return { command, intent: intent.ok ? intent.value : undefined };
};

const entryOf = ({ command, intent }: ListedCommand, orders: NamedOrders): OutboxEntry => {
  const { id, type, madeAt, verdict } = command;
  if (intent === undefined) return { commandId: id, type, madeAt, verdict };
  const { payload } = intent;
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

/** A window of everything that this person did, newest first, each with its verdict (D09). */
export const outboxView = async (
  store: Store,
  overlaid: OverlaidOrders,
  { start, count }: WindowRequest,
  signal?: AbortSignal,
): Promise<OutboxView> => {
  const { commands } = store.collections;
  const total = await countDocuments(commands, {}, signal);
  if (count === 0) return { total, start, entries: [] };
  const sort = [{ madeAt: "desc" }, { id: "desc" }] as const;
  const documents = await readDocuments(commands, { sort: [...sort], skip: start, limit: count }, signal);
  const window = documents.map((document) => listed(opened("commands", document)));
  const orderIds = new Set(window.flatMap(({ intent }) => intent?.payload.orderId ?? []));
  const named: NamedOrders = new Map((await overlaid.orders([...orderIds])).map(({ order }) => [order.id, order]));
  return { total, start, entries: window.map((command) => entryOf(command, named)) };
};
