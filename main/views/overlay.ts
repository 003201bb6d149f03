import { applyCommand } from "@countersign/shared/commands/apply.ts";
import type { ParsedCommand } from "@countersign/shared/commands/read.ts";
import type { LooseCommand } from "@countersign/shared/domain/command.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import type { DecidableOrder, LooseOrder } from "@countersign/shared/domain/order.ts";
import { isUnderstood } from "@countersign/shared/domain/order.ts";
import type { PersonReference } from "@countersign/shared/domain/people.ts";

/** One command of the overlay and its effect on the order. */
export interface AppliedCommand extends ParsedCommand<LooseCommand> {
  /** The order right after it. */
  readonly order: DecidableOrder;
}

export interface AppliedOrder {
  readonly order: LooseOrder;
  readonly applied: readonly AppliedCommand[];
}

/** Whether the pulled order already has the effect of a command, if it has one. */
export const isCoveredBy = (
  { command: { verdict } }: ParsedCommand<LooseCommand>,
  { revision }: Pick<LooseOrder, "revision">,
): boolean =>
  !isNewer(verdict) && (verdict.state === "refused" || (verdict.state === "accepted" && verdict.revision <= revision));

/**
 * The pulled order with this person's commands on top that the server has not judged, or judged in a revision that is not
 * here yet. A command that no longer applies, because somebody else has decided, changes nothing; the server will refuse it
 * with the reason. No command applies if something that a decision depends on is of a newer kind.
 */
export const applyOverlay = (
  order: LooseOrder,
  commands: readonly ParsedCommand<LooseCommand>[],
  person: PersonReference,
): AppliedOrder => {
  const applied: AppliedCommand[] = [];
  if (!isUnderstood(order)) return { order, applied };
  let current: DecidableOrder = order;
  for (const parsed of commands) {
    const { verdict } = parsed.command;
    if (isNewer(verdict) || isCoveredBy(parsed, order)) continue;
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
