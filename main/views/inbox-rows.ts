import { decidable } from "@countersign/shared/commands/decidable.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { stageToDecide, waitingSince } from "@countersign/shared/engine/approval/waiting.ts";

import type { Keyed } from "./merged-window.ts";
import { permission } from "./permission.ts";

/** A row of the inbox with its place: longest waiting first, ties by id. Instants sort as text. */
export interface KeyedRow extends Keyed {
  readonly row: InboxRow;
}

/** The order's row in this person's inbox; `undefined` when it does not wait for them. */
export const inboxRow = (order: LooseOrder, personId: PersonId): KeyedRow | undefined => {
  const stage = stageToDecide(order, personId);
  if (stage === undefined) return undefined;
  const since = waitingSince(order);
  return {
    key: `${since} ${order.id}`,
    row: {
      orderId: order.id,
      number: order.number,
      requester: order.requester.name,
      customer: order.customer.name,
      amount: order.totals.gross,
      placedAt: order.placedAt,
      waitingSince: since,
      stageId: stage.id,
      stageRole: stage.role,
      isRecurring: order.recurrence !== undefined,
      mayDecide: permission(decidable(order, newestProtocol)),
    },
  };
};
