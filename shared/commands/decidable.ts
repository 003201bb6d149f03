import type { DecidableOrder, DecisionBasis, LooseOrder } from "#shared/domain/order.ts";
import { isUnderstood } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { CommandRefusalCode } from "./refusals.ts";

export const newerProgramNeeded = refusal<CommandRefusalCode>("newer-program-needed");

/** Whether a program of this protocol knows every duty of those who decide the order. */
export const mayBeDecidedWith = ({ decidableFrom = 1 }: Pick<DecisionBasis, "decidableFrom">, protocol: number) =>
  protocol >= decidableFrom;

type Known = Result<DecidableOrder, Refusal<CommandRefusalCode>>;

/** The order, if this version knows everything that a decision depends on. */
export const understoodOrder = (order: LooseOrder): Known =>
  isUnderstood(order) ? ok(order) : fail(refusal("newer-kind"));

/** The order, if a program of this protocol may decide it, or why not. The server refuses for the same reasons. */
export const decidable = (order: LooseOrder, protocol: number): Known => {
  const known = understoodOrder(order);
  return known.ok && !mayBeDecidedWith(known.value, protocol) ? fail(newerProgramNeeded) : known;
};
