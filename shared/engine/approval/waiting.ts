import type { Stage } from "#shared/domain/approval-flow.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Order } from "#shared/domain/order.ts";

import { openStages } from "./fold.ts";
import { mayDecide } from "./may.ts";

/** The first open stage that asks this person for a decision now, if any. */
export const askingStage = (order: Order, personId: PersonId): Stage | undefined =>
  openStages(order.flow).find(({ id }) => mayDecide(order, personId, id).ok);

/** Whether an open stage asks this person: may they decide now? */
export const waitsFor = (order: Order, personId: PersonId): boolean => askingStage(order, personId) !== undefined;

/** Since when the open step waits: the last decision or reversal that the server took, else the placing of the order. */
export const waitingSince = ({ flow, placedAt }: Order): Instant => {
  let since = placedAt;
  for (const { receivedAt, reversal } of flow.decisions) {
    if (receivedAt !== undefined && receivedAt > since) since = receivedAt;
    if (reversal?.receivedAt !== undefined && reversal.receivedAt > since) since = reversal.receivedAt;
  }
  return since;
};
