import type { WindowRequest } from "#main/views/merged-window.ts";
import { applyCommand } from "@countersign/shared/commands/apply.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { stageToDecide, waitingSince } from "@countersign/shared/engine/approval/waiting.ts";

/** The inbox computed from scratch in memory: every order with its commands, all of them sorted. */
export const inboxByHand = (
  orders: readonly Order[],
  commands: readonly Command[],
  person: Person,
  { start, count }: WindowRequest,
) => {
  const byOrder = Map.groupBy(commands, ({ payload }) => payload["orderId"]);
  const waiting = orders
    .map((order) =>
      (byOrder.get(order.id) ?? []).reduce((current, command) => {
        const intent = readCommand(command);
        if (!intent.ok) return current;
        const applied = applyCommand(current, { command, intent: intent.value }, { person: referenceTo(person) });
        return applied.ok ? applied.value : current;
      }, order),
    )
    .filter((order) => stageToDecide(order, person.id) !== undefined)
    .map((order) => ({ order, key: `${waitingSince(order)} ${order.id}` }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  return { total: waiting.length, rows: waiting.slice(start, start + count) };
};
