import { applyCommand } from "@countersign/shared/commands/apply.ts";
import type { ParsedCommand } from "@countersign/shared/commands/read.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { PersonReference } from "@countersign/shared/domain/people.ts";

/** One command of the overlay with what it did to the order. */
export interface AppliedCommand extends ParsedCommand {
  /** The order right after it. */
  readonly order: Order;
}

export interface AppliedOrder {
  readonly order: Order;
  readonly applied: readonly AppliedCommand[];
}

/** Whether the pulled order has the effect of a command already, as far as it has any. */
export const isCoveredBy = ({ command: { verdict } }: ParsedCommand, { revision }: Pick<Order, "revision">): boolean =>
  verdict.state === "refused" || (verdict.state === "accepted" && verdict.revision <= revision);

/**
 * The pulled order with this person's commands on top that the server has not judged, or judged in a revision that
 * is not here yet (design: the client's picture). A command that no longer fits, because somebody else decided
 * meanwhile, changes nothing; the server will refuse it with the reason.
 */
export const applyOverlay = (
  order: Order,
  commands: readonly ParsedCommand[],
  person: PersonReference,
): AppliedOrder => {
  const applied: AppliedCommand[] = [];
  let current = order;
  for (const parsed of commands) {
    if (isCoveredBy(parsed, order)) continue;
    const { verdict } = parsed.command;
    const next = applyCommand(current, parsed, {
      person,
      ...(verdict.state === "accepted" ? { receivedAt: verdict.at } : {}),
    });
    if (!next.ok || next.value === current) continue;
    current = next.value;
    applied.push({ ...parsed, order: current });
  }
  return { order: current, applied };
};
