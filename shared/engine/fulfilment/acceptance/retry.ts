import type { Order } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

/** What an approval covers: what is ordered, what it costs, how often, and its cost centre. */
export type ApprovedContent = Pick<Order, "lines" | "totals" | "recurrence" | "costCentre">;

const isSame = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const [before, after] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return (
    before.size === after.size && [...before].every(([key, value]) => after.has(key) && isSame(value, after.get(key)))
  );
};

const byId = (lines: Order["lines"]): Map<string, unknown> => new Map(lines.map(({ id, ...line }) => [id, line]));

const isSameLines = (left: Order["lines"], right: Order["lines"]): boolean =>
  left.length === right.length && isSame(Object.fromEntries(byId(left)), Object.fromEntries(byId(right)));

/** The parts of `current` that differ from what was approved; the order of the lines does not matter. */
const changedParts = (approved: ApprovedContent, current: ApprovedContent): string[] => {
  const parts = {
    amount: isSame(approved.totals, current.totals),
    items: isSameLines(approved.lines, current.lines),
    recurrence: isSame(approved.recurrence, current.recurrence),
    "cost-centre": isSame(approved.costCentre, current.costCentre),
  };
  return Object.entries(parts).flatMap(([part, isUnchanged]) => (isUnchanged ? [] : [part]));
};

/**
 * Whether the provisioning of a failed order may be retried with its existing approvals: while amount and content are
 * what was approved (A27). Otherwise `approved-content-changed`, and the order needs approval again; for an order that
 * did not fail, `order-step-impossible`. The acceptance checks run again in any case (W58).
 */
export const mayRetry = (
  order: ApprovedContent & Pick<Order, "status">,
  approved: ApprovedContent,
): Result<"retry", Refusal<"approved-content-changed" | "order-step-impossible">> => {
  if (order.status !== "failed-after-approval")
    return fail(refusal("order-step-impossible", { status: order.status, event: "retry" }));
  const changed = changedParts(approved, order);
  return changed.length === 0
    ? ok("retry")
    : fail(refusal("approved-content-changed", { changed: changed.join(", ") }));
};
