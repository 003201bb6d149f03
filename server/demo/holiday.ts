import type { Delegation } from "@countersign/shared/domain/delegation.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { delegateOrder } from "@countersign/shared/engine/approval/delegate.ts";
import { escalateOrder } from "@countersign/shared/engine/approval/escalate.ts";
import { openStages } from "@countersign/shared/engine/approval/fold.ts";

import { people } from "./people.ts";

const day = 86_400_000;

/** Somebody is on holiday, and a colleague is the substitute. */
const holiday = (now: Instant): Delegation => ({
  id: "holiday",
  delegator: referenceTo(people.jasper),
  substitute: referenceTo(people.celia),
  validFrom: instantFromMillis(millisOf(now) - 2 * day),
  validUntil: instantFromMillis(millisOf(now) + 12 * day),
});

/** A pending order as of `now`: the substitute and the people it was escalated to are asked too. */
export const withHoliday = (order: Order, now: Instant): Order => {
  if (order.status !== "pending") return order;
  const delegation = holiday(now);
  const asksAway = openStages(order.flow).some(({ candidates }) =>
    candidates.some(({ personId }) => personId === delegation.delegator.personId),
  );
  return escalateOrder(asksAway ? delegateOrder(order, delegation) : order, now);
};
