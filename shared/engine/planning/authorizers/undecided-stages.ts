import type { PersonId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { FoldedStage } from "#shared/engine/approval/fold.ts";
import { foldFlow } from "#shared/engine/approval/fold.ts";

/** The parts of an order that show whether it waits for authorizers. */
export type UndecidedOrder = Pick<Order, "number" | "requester" | "customer" | "flow">;

/** A stage that waits for authorizers or account managers, now or after an earlier one. */
export interface UndecidedStage {
  readonly order: UndecidedOrder;
  readonly role: "authorizer" | "account-manager";
  /** The people who may still decide it in their own right. */
  readonly candidates: readonly PersonId[];
  /** How many of them must. */
  readonly missing: number;
}

const missingOf = ({ stage, decisions }: FoldedStage, own: readonly PersonId[]): number => {
  const needed = { any: 1, all: own.length, "n-of-m": stage.requirement.mode === "n-of-m" ? stage.requirement.n : 1 };
  return needed[stage.requirement.mode] - decisions.length;
};

/**
 * The stages of an order that authorizers have not decided. Substitutes and people asked by escalation are left out:
 * they are asked beside a candidate and do not replace one.
 */
export const undecidedStages = (order: UndecidedOrder): UndecidedStage[] =>
  foldFlow(order.flow).stages.flatMap((folded) => {
    const { stage, state, decisions } = folded;
    if (stage.role !== "authorizer" && stage.role !== "account-manager") return [];
    if (state !== "open" && state !== "waiting") return [];
    const own = stage.candidates
      .filter(({ delegation, escalatedAt }) => delegation === undefined && escalatedAt === undefined)
      .map(({ personId }) => personId);
    const candidates = own.filter(
      (id) => !decisions.some(({ person, onBehalfOf }) => (onBehalfOf ?? person).personId === id),
    );
    return [{ order, role: stage.role, candidates, missing: missingOf(folded, own) }];
  });
