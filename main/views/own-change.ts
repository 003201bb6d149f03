import { deepEqual } from "rxdb";

import type { ParsedCommand } from "@countersign/shared/commands/read.ts";
import { historyEntryOf } from "@countersign/shared/commands/record.ts";
import type { HistoryRow } from "@countersign/shared/contract/views.ts";
import type { LooseCommand } from "@countersign/shared/domain/command.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import type { KeyedRow } from "./inbox-rows.ts";
import { inboxRow } from "./inbox-rows.ts";
import type { AppliedOrder } from "./overlay.ts";
import { applyOverlay } from "./overlay.ts";

/** A pulled order, and whether it is stored as one that waits for the person. */
interface StoredOrder {
  readonly pulled: LooseOrder;
  readonly asksMe: boolean;
}

/** A pulled order, and the order as this person sees it. */
export interface OverlaidOrder extends AppliedOrder {
  readonly pulled: LooseOrder;
}

/** How this person's own commands on one order change the lists that they see. */
export interface OwnChange extends OverlaidOrder {
  /** The stored inbox has a row of the order that must be hidden or replaced. */
  readonly hidesStoredRow: boolean;
  /** The row to show instead, or in addition. */
  readonly shownRow: KeyedRow | undefined;
  /** Their decisions that the history does not have yet. */
  readonly unrecorded: readonly HistoryRow[];
}

const unrecordedRows = ({ applied }: AppliedOrder, person: LoosePerson, recorded: ReadonlySet<string>): HistoryRow[] =>
  applied.flatMap(({ order, intent, command }) => {
    if (recorded.has(command.id)) return [];
    const { verdict } = command;
    const entry = historyEntryOf(order, intent, command, {
      person: referenceTo(person),
      ...(!isNewer(verdict) && verdict.state === "accepted" ? { receivedAt: verdict.at } : {}),
    });
    return entry ?? [];
  });

/**
 * Computes it from the order as it is stored, the commands that may be ahead of it, oldest first, and which of them the history
 * has. `undefined` when the commands change nothing.
 */
export const ownChange = (
  { pulled, asksMe }: StoredOrder,
  commands: readonly ParsedCommand<LooseCommand>[],
  person: LoosePerson,
  recorded: ReadonlySet<string>,
): OwnChange | undefined => {
  const seen = applyOverlay(pulled, commands, referenceTo(person));
  if (seen.applied.length === 0) return undefined;
  const row = inboxRow(seen.order, person.id);
  const isSame = asksMe && deepEqual(row, inboxRow(pulled, person.id));
  return {
    ...seen,
    pulled,
    hidesStoredRow: asksMe && !isSame,
    shownRow: isSame ? undefined : row,
    unrecorded: unrecordedRows(seen, person, recorded),
  };
};
