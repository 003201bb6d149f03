import { applyCommand } from "#shared/commands/apply.ts";
import type { Intent } from "#shared/commands/payloads.ts";
import { readCommand } from "#shared/commands/read.ts";
import type { LooseCommand } from "#shared/domain/command.ts";
import type { DecidableOrder, LooseOrder } from "#shared/domain/order.ts";
import { isNewer } from "#shared/domain/newer.ts";
import { isUnderstood } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";

/** One command of the overlay with what it did to the order. */
export interface AppliedCommand {
  readonly command: LooseCommand;
  readonly intent: Intent;
  /** The order right after it. */
  readonly order: DecidableOrder;
}

export interface AppliedOrder {
  readonly order: LooseOrder;
  readonly applied: readonly AppliedCommand[];
}

const isCoveredBy = ({ verdict }: LooseCommand, order: LooseOrder): boolean =>
  isNewer(verdict) ||
  verdict.state === "refused" ||
  (verdict.state === "accepted" && verdict.revision <= order.revision);

/**
 * The pulled order with this person's commands on top that the server has not judged, or judged in a revision that
 * is not here yet (design: the client's picture). A command that no longer fits, because somebody else decided
 * meanwhile, changes nothing; the server will refuse it with the reason. Nor does any where something is of a newer kind
 * that a decision depends on.
 */
export const applyOverlay = (
  order: LooseOrder,
  commands: readonly LooseCommand[],
  person: PersonReference,
): AppliedOrder => {
  const applied: AppliedCommand[] = [];
  if (!isUnderstood(order)) return { order, applied };
  let current: DecidableOrder = order;
  for (const command of commands) {
    if (isCoveredBy(command, order)) continue;
    const intent = readCommand(command);
    const { verdict } = command;
    const next = applyCommand(current, command, {
      person,
      ...(!isNewer(verdict) && verdict.state === "accepted" ? { receivedAt: verdict.at } : {}),
    });
    if (!intent.ok || !next.ok || next.value === current) continue;
    current = next.value;
    applied.push({ command, intent: intent.value, order: current });
  }
  return { order: current, applied };
};
