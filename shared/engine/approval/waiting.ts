import type { LooseStage, Stage } from "#shared/domain/approval-flow.ts";
import type { PersonId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { isNewer } from "#shared/domain/newer.ts";
import type { DecidableOrder, DecisionBasis, LooseOrder } from "#shared/domain/order.ts";
import { isUnderstood } from "#shared/domain/order.ts";

import { openStages } from "./fold.ts";
import { mayDecide } from "./may.ts";

const askingStage = (order: DecisionBasis, personId: PersonId): Stage | undefined =>
  openStages(order.flow).find(({ id }) => mayDecide(order, personId, id).ok);

/** Whether an open stage asks this person: may they decide now? */
export const waitsFor = (order: DecisionBasis, personId: PersonId): boolean =>
  askingStage(order, personId) !== undefined;

/** The first open stage that asks this person for a decision now, if any. */
export function stageToDecide(order: DecidableOrder, personId: PersonId): Stage | undefined;
/**
 * The same for an order that a newer server may have sent. If some of it is unknown, nobody can tell which stage is open, so it
 * is the first that names this person and that they have not decided. Better one order too many in the inbox than one too few.
 */
export function stageToDecide(order: LooseOrder, personId: PersonId): LooseStage | undefined;
export function stageToDecide(order: LooseOrder, personId: PersonId): LooseStage | undefined {
  if (isUnderstood(order)) return askingStage(order, personId);
  if (!isNewer(order.status) && order.status !== "pending") return undefined;
  const decided = order.flow.decisions.filter(
    ({ person, reversal }) => person.personId === personId && reversal === undefined,
  );
  return order.flow.stages.find(
    ({ id, candidates }) =>
      candidates.some((candidate) => candidate.personId === personId) && !decided.some(({ stageId }) => stageId === id),
  );
}

/** Since when the open step has waited: since the last decision or reversal that the server received, or since the order was placed. */
export const waitingSince = ({ flow, placedAt }: Pick<LooseOrder, "flow" | "placedAt">): Instant => {
  let since = placedAt;
  for (const { receivedAt, reversal } of flow.decisions) {
    if (receivedAt !== undefined && receivedAt > since) since = receivedAt;
    if (reversal?.receivedAt !== undefined && reversal.receivedAt > since) since = reversal.receivedAt;
  }
  return since;
};
