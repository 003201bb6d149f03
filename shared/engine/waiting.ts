import type { Instant } from "#shared/domain/instant.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonId } from "#shared/domain/ids.ts";

import { mayDecide } from "./may.ts";
import { openStage } from "./fold.ts";

/** The open stage's question to this person: may they decide now? */
export const waitsFor = (order: Order, personId: PersonId): boolean => {
  const open = openStage(order.flow);
  return open !== undefined && mayDecide(order, personId, open.stage.id).ok;
};

/** Since when the open stage waits: the last decision or reversal that the server took, else the placing of the order. */
export const waitingSince = ({ flow, placedAt }: Order): Instant => {
  let since = placedAt;
  for (const { receivedAt, reversal } of flow.decisions) {
    if (receivedAt !== undefined && receivedAt > since) since = receivedAt;
    if (reversal?.receivedAt !== undefined && reversal.receivedAt > since) since = reversal.receivedAt;
  }
  return since;
};
