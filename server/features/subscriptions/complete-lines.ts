import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { Quantity } from "@countersign/shared/domain/order.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

type RequestLine = ParsedOrderRequest["lines"][number];

const lineQuantity = (quantity: Quantity): RequestLine["quantity"] =>
  quantity.kind === "units" ? quantity.value : "pay-per-use";

const freeId = (taken: ReadonlySet<string>): string => {
  for (let number = 1; ; number += 1) if (!taken.has(`line-${number}`)) return `line-${number}`;
};

/**
 * The lines of a change, each with the id of its item and the quantity in force; a new item gets an unused id. Refused
 * for a line with an unknown item, the item of another line, or a previous quantity that is not in force.
 */
export const completeLines = (
  lines: readonly RequestLine[],
  { inForce }: Pick<Subscription, "inForce">,
): Result<RequestLine[], RequestRefusal> => {
  const items = new Map(inForce.items.map((item) => [item.id, item]));
  const taken = new Set(items.keys());
  const named = new Set<string>();
  const complete: RequestLine[] = [];
  for (const [index, { previousQuantity, ...line }] of lines.entries()) {
    if (line.id === undefined) {
      const id = freeId(taken);
      taken.add(id);
      complete.push({ ...line, id });
      continue;
    }
    const item = items.get(line.id);
    if (item === undefined) return malformed([{ path: `lines.${index}.id`, code: "not-an-item" }]);
    if (named.has(line.id)) return malformed([{ path: `lines.${index}.id`, code: "item-of-another-line" }]);
    named.add(line.id);
    const before = lineQuantity(item.quantity);
    if (previousQuantity !== undefined && previousQuantity !== before)
      return malformed([{ path: `lines.${index}.previousQuantity`, code: "not-in-force" }]);
    complete.push({ ...line, previousQuantity: before });
  }
  return ok(complete);
};
