import type { LooseDecision } from "@countersign/shared/domain/approval-flow.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { OrderView, Permission } from "@countersign/shared/contract/views.ts";

export interface Cancellable {
  readonly decision: LooseDecision;
  readonly permission: Permission;
}

/**
 * The decision that `Cancel authorization` is about: the person's own last one that stands, allowed or not (S47),
 * otherwise another person's that they may take back (S53).
 */
export const cancellableDecision = (
  { stages }: Pick<OrderView, "stages">,
  personId: PersonId,
): Cancellable | undefined => {
  const standing = stages
    .flatMap(({ decisions }) => decisions)
    .filter(({ decision }) => decision.reversal === undefined)
    .map(({ decision, mayReverse }) => ({ decision, permission: mayReverse }));
  const own = standing.filter(({ decision }) => decision.person.personId === personId);
  return (
    own.findLast(({ permission }) => permission.allowed) ??
    own.at(-1) ??
    standing.findLast(({ permission }) => permission.allowed)
  );
};
